import { readDecimal, type Decimal } from '../values/decimal.ts'
import type { LiteralValue } from '../values/literal.ts'
import { integerOf } from '../values/number-value.ts'

/** More digits than any number that is stored or computed has. */
const mostDigits = 160

const parts = /^[+-]?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/**
 * A number as written: an integer, an exact decimal, or a Double where the exponent goes far
 * beyond what decimals are made for. Undefined where it is out of range.
 */
export function numberLiteral(text: string): LiteralValue | undefined {
  const match = parts.exec(text)
  if (match === null) return undefined
  const [, whole = '', fraction = '', exponent] = match
  if (whole.length + fraction.length > (exponent === undefined ? mostDigits : mostDigits / 2)) {
    return undefined
  }
  if (exponent === undefined) return plainNumber(text, fraction)
  const double = Number(text)
  const isZero = /^[0.]*$/.test(`${whole}${fraction}`)
  if (isZero) return { type: 'decimal', value: { digits: 0n, scale: 0 } }
  if (!Number.isFinite(double) || double === 0) return undefined
  if (Math.abs(Math.floor(Math.log10(Math.abs(double)))) > 64)
    return { type: 'double', value: double }
  return decimal(readDecimal(text))
}

function plainNumber(text: string, fraction: string): LiteralValue | undefined {
  if (fraction !== '') return decimal(readDecimal(text))
  const integer = integerOf(BigInt(text.startsWith('+') ? text.slice(1) : text))
  return integer === null ? decimal(readDecimal(text)) : { type: 'integer', value: integer }
}

function decimal(value: Decimal | undefined): LiteralValue | undefined {
  return value === undefined ? undefined : { type: 'decimal', value }
}
