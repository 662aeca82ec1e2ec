import { isoTime, parseIsoTime } from '../platform/clock/iso-time.ts'
import type { AttributeType } from './attribute-definition.ts'
import { decimalText, exactNumber } from './decimal-text.ts'

/** Why a value is none of the declared type. */
export type ValueRefusal = 'wrongType' | 'outOfRange'

export type ReadValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly reason: ValueRefusal }

const wrongType: ReadValue = { kind: 'refused', reason: 'wrongType' }
const outOfRange: ReadValue = { kind: 'refused', reason: 'outOfRange' }
const read = (value: unknown): ReadValue => ({ kind: 'value', value })

/**
 * A value as its declared type. Numbers and booleans are read from text too, dates and times from
 * ISO 8601. `Edm.Int64` and `Edm.Decimal` are exact: a number where a double holds all digits, else
 * text. `null` is of every type.
 */
export function readValue(type: AttributeType | null, value: unknown): ReadValue {
  if (value === null || type === null) return read(value)
  switch (type) {
    case 'Edm.String':
      return isScalar(value) ? read(String(value)) : wrongType
    case 'Edm.Boolean':
      return readBoolean(value)
    case 'Edm.Double':
      return readDouble(value)
    case 'Edm.Int32':
      return readInteger(value, 31n)
    case 'Edm.Int64':
      return readInteger(value, 63n)
    case 'Edm.Decimal':
      return readDecimal(value)
    case 'Edm.Date':
      return readTime(value, (ms) => isoTime(ms).slice(0, 10))
    case 'Edm.DateTimeOffset':
      return readTime(value, isoTime)
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function readBoolean(value: unknown): ReadValue {
  if (!isScalar(value)) return wrongType
  const text = String(value).trim().toLowerCase()
  if (text === 'true' || text === '1') return read(true)
  return text === 'false' || text === '0' ? read(false) : wrongType
}

function readDouble(value: unknown): ReadValue {
  if (typeof value === 'number') return read(value)
  const text = numberText(value)
  if (text === undefined || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return wrongType
  const number = Number(text)
  return Number.isFinite(number) ? read(number) : outOfRange
}

function readInteger(value: unknown, bits: bigint): ReadValue {
  const text = decimalOf(value)
  if (text === undefined || text.includes('.')) return wrongType
  const number = BigInt(text)
  if (number < -(2n ** bits) || number >= 2n ** bits) return outOfRange
  return isRounded(value) ? outOfRange : read(exactNumber(text))
}

function readDecimal(value: unknown): ReadValue {
  const text = decimalOf(value)
  if (text === undefined) return wrongType
  return isRounded(value) ? outOfRange : read(exactNumber(text))
}

/** Whole numbers beyond 2^53 have lost digits before they came here; as text they keep them. */
function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER
}

function decimalOf(value: unknown): string | undefined {
  const text = numberText(value)
  return text === undefined ? undefined : decimalText(text)
}

function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.trim() : undefined
}

function readTime(value: unknown, format: (ms: number) => string): ReadValue {
  const ms = typeof value === 'string' ? parseIsoTime(value.trim()) : undefined
  return ms === undefined ? wrongType : read(format(ms))
}
