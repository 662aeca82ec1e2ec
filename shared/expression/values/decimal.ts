/** A decimal number: `digits` × 10^−`scale`, without trailing zeros, so that equal ones look equal. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** Results with more significant digits than this are rounded, half to even. */
const precision = 60

/** Results at or beyond 10^400 are out of range, smaller ones than 10^−400 are zero. */
const greatestExponent = 400

export function decimalOf(digits: bigint, scale = 0): Decimal {
  if (digits === 0n) return { digits: 0n, scale: 0 }
  if (scale < 0) return { digits: digits * 10n ** BigInt(-scale), scale: 0 }
  let rest = digits
  let places = scale
  while (places > 0 && rest % 10n === 0n) {
    rest /= 10n
    places -= 1
  }
  return { digits: rest, scale: places }
}

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** Reads `-12.50` or `1e-3`; undefined where the text is no number. */
export function readDecimal(text: string): Decimal | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(`${whole}${fraction}`)
  return decimalOf(sign === '-' ? -digits : digits, fraction.length - Number(exponent))
}

/** Written out in full: `-0.05`. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

export function decimalToNumber(value: Decimal): number {
  return Number(decimalText(value))
}

/** The exact value of a finite double: each is an integer times a power of two. */
export function decimalOfNumber(value: number): Decimal {
  if (Number.isInteger(value)) return decimalOf(BigInt(value))
  let mantissa = value
  let halvings = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    halvings += 1
  }
  return decimalOf(BigInt(mantissa) * 5n ** BigInt(halvings), halvings)
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  const raise = (value: Decimal): bigint =>
    value.scale === scale ? value.digits : value.digits * 10n ** BigInt(scale - value.scale)
  return [raise(a), raise(b), scale]
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = a.scale === b.scale ? [a.digits, b.digits] : aligned(a, b)
  return left < right ? -1 : left > right ? 1 : 0
}

/** Like the other operations, `undefined` where the result is out of range. */
export function addDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  const [left, right, scale] = aligned(a, b)
  return rounded(left + right, scale)
}

/** The sum with all of its digits, however many. */
export function addExactly(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b)
  return decimalOf(left + right, scale)
}

export function negateDecimal({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale }
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  return rounded(a.digits * b.digits, a.scale + b.scale)
}

/** `undefined` for a division by zero, too. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.digits === 0n) return undefined
  const [left, right] = aligned(a, b)
  const places = precision + digitsOf(right)
  return rounded((left * 10n ** BigInt(places)) / right, places)
}

/** The rest of a division, with the sign of the dividend. */
export function remainderOfDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.digits === 0n) return undefined
  const [left, right, scale] = aligned(a, b)
  return decimalOf(left % right, scale)
}

export type Rounding = 'floor' | 'ceiling' | 'round' | 'truncate'

/** To a whole number; `round` goes away from zero at a half. */
export function wholeDecimal({ digits, scale }: Decimal, how: Rounding): bigint {
  if (scale === 0) return digits
  const unit = 10n ** BigInt(scale)
  const whole = digits / unit
  const rest = digits % unit
  const step = digits < 0n ? -1n : 1n
  if (how === 'round') return 2n * (rest < 0n ? -rest : rest) >= unit ? whole + step : whole
  if (how === 'floor') return rest < 0n ? whole - 1n : whole
  if (how === 'ceiling') return rest > 0n ? whole + 1n : whole
  return whole
}

function digitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString().length
}

function rounded(digits: bigint, scale: number): Decimal | undefined {
  const length = digitsOf(digits)
  const exponent = length - scale
  if (digits !== 0n && exponent > greatestExponent) return undefined
  if (exponent < -greatestExponent) return decimalOf(0n)
  const over = length - precision
  if (over <= 0) return decimalOf(digits, scale)
  const unit = 10n ** BigInt(over)
  const whole = digits / unit
  const rest = 2n * (digits % unit)
  const size = rest < 0n ? -rest : rest
  const isUp = size > unit || (size === unit && whole % 2n !== 0n)
  return decimalOf(isUp ? whole + (digits < 0n ? -1n : 1n) : whole, scale - over)
}
