const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/
/** More digits than this are no number that anybody means. */
const mostDigits = 100

/**
 * A decimal number without exponent, leading and trailing zeros, so that equal numbers are equal
 * texts; `undefined` where the text is no number, or one of more than 100 digits.
 */
export function decimalText(text: string): string | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return '0'
  // The point stands after this many digits from the left; a leading zero dropped moves it.
  const point = whole.length + Number(exponent) - (whole.length + fraction.length - digits.length)
  if (Math.abs(point) > mostDigits || digits.length > mostDigits) return undefined
  const [before, after] =
    point > 0
      ? [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)]
      : ['0', '0'.repeat(-point) + digits]
  const rest = after.replace(/0+$/, '')
  return `${sign === '-' ? '-' : ''}${before}${rest === '' ? '' : `.${rest}`}`
}

/**
 * The number of a text of `decimalText`, where a double says exactly that; else the text itself,
 * because a reader of JSON would lose digits.
 */
export function exactNumber(text: string): number | string {
  const number = Number(text)
  return decimalText(String(number)) === text ? number : text
}
