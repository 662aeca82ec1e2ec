import {
  compareDecimals,
  decimalOf,
  decimalOfNumber,
  decimalToNumber,
  readDecimal,
  type Decimal,
} from './decimal.ts'

/**
 * A number as it is computed with. An integer is a `number` while that is exact and a `bigint`
 * beyond, a Double is a `number`: JavaScript compares all of these by their exact values.
 */
export type NumberValue = number | bigint | Decimal

const int64 = { least: -(2n ** 63n), greatest: 2n ** 63n - 1n }

export function isDecimal(value: NumberValue): value is Decimal {
  return typeof value === 'object'
}

/** An integer in its usual form; null beyond 64 bits. */
export function integerOf(value: bigint): number | bigint | null {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value)
  return value < int64.least || value > int64.greatest ? null : value
}

/** Reads an integer as JSON carries it: a number, or a text where it is too large for one. */
export function readInteger(raw: unknown): number | bigint | null {
  if (typeof raw === 'number') {
    if (Number.isSafeInteger(raw)) return raw
    return Number.isInteger(raw) ? integerOf(BigInt(raw)) : null
  }
  if (typeof raw === 'bigint') return integerOf(raw)
  return typeof raw === 'string' && /^[+-]?\d{1,20}$/.test(raw) ? integerOf(BigInt(raw)) : null
}

/** Reads a decimal as JSON carries it: a text, or a number by its shortest text. */
export function readDecimalValue(raw: unknown): Decimal | null {
  if (typeof raw === 'string' && raw.length <= 200) return readDecimal(raw) ?? null
  if (typeof raw === 'number' && Number.isFinite(raw)) return readDecimal(String(raw)) ?? null
  return typeof raw === 'bigint' ? decimalOf(raw) : null
}

export function toDecimal(value: NumberValue): Decimal | null {
  if (isDecimal(value)) return value
  if (typeof value === 'bigint') return decimalOf(value)
  return Number.isFinite(value) ? decimalOfNumber(value) : null
}

export function toDouble(value: NumberValue): number {
  return isDecimal(value) ? decimalToNumber(value) : Number(value)
}

/** By exact value across types; NaN where one is not a number. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (!isDecimal(a) && !isDecimal(b)) return a < b ? -1 : a > b ? 1 : a == b ? 0 : NaN
  const left = toDecimal(a)
  const right = toDecimal(b)
  if (left !== null && right !== null) return compareDecimals(left, right)
  // One is infinite or NaN.
  const [near, far] = [toDouble(a), toDouble(b)]
  return near < far ? -1 : near > far ? 1 : NaN
}
