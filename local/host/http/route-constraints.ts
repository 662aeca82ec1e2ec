/** Tells whether the text of a route parameter is acceptable. */
export type Constraint = (text: string) => boolean

const integer = /^[+-]?\d+$/
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const guid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

const withinBits = (bits: bigint): Constraint => {
  const limit = 1n << (bits - 1n)
  return (text) => integer.test(text) && BigInt(text) >= -limit && BigInt(text) < limit
}

const isLong = withinBits(64n)

const plain: Readonly<Record<string, Constraint>> = {
  alpha: (text) => /^[a-z]*$/i.test(text),
  bool: (text) => /^(true|false)$/i.test(text),
  decimal: (text) => number.test(text),
  double: (text) => number.test(text),
  float: (text) => number.test(text),
  guid: (text) => guid.test(text.replace(/^[{(](.*)[})]$/, '$1')),
  int: withinBits(32n),
  long: isLong,
  required: (text) => text !== '',
}

const withNumbers: Readonly<Record<string, (...numbers: number[]) => Constraint>> = {
  length:
    (low = 0, high = low) =>
    (text) =>
      text.length >= low && text.length <= high,
  minlength:
    (low = 0) =>
    (text) =>
      text.length >= low,
  maxlength:
    (high = 0) =>
    (text) =>
      text.length <= high,
  min:
    (low = 0) =>
    (text) =>
      isLong(text) && Number(text) >= low,
  max:
    (high = 0) =>
    (text) =>
      isLong(text) && Number(text) <= high,
  range:
    (low = 0, high = 0) =>
    (text) =>
      isLong(text) && Number(text) >= low && Number(text) <= high,
}

/** The ASP.NET Core inline constraint of this name, for example `int` or `length(2,5)`. */
export function createConstraint(name: string, argument: string | undefined): Constraint {
  if (name === 'regex' && argument !== undefined) {
    const pattern = new RegExp(argument, 'i')
    return (text) => pattern.test(text)
  }
  const constraint =
    argument === undefined
      ? plain[name.toLowerCase()]
      : withNumbers[name.toLowerCase()]?.(...argument.split(',').map(Number))
  if (!constraint) throw new Error(`there is no route constraint "${name}"`)
  return constraint
}
