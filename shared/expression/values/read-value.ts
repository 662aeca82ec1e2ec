import type { PrimitiveName, Type } from '../types/edm-type.ts'
import { readDate } from './calendar.ts'
import { dateTimeOffsetOf, readDateTimeOffset } from './date-time-offset.ts'
import { readDuration } from './duration.ts'
import { readDecimalValue, readInteger } from './number-value.ts'
import { storedMoment } from './stored-moment.ts'
import { readTimeOfDay } from './time-of-day.ts'
import type { Value } from './value.ts'

export type ReadValue = (raw: unknown) => Value

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const readers: Readonly<Record<PrimitiveName, ReadValue>> = {
  'Edm.Boolean': (raw) => (typeof raw === 'boolean' ? raw : null),
  'Edm.String': readText,
  'Edm.Int32': readInteger,
  'Edm.Int64': readInteger,
  'Edm.Decimal': readDecimalValue,
  'Edm.Double': readDouble,
  'Edm.Date': (raw) => (typeof raw === 'string' ? (readDate(raw) ?? null) : null),
  'Edm.TimeOfDay': (raw) => (typeof raw === 'string' ? (readTimeOfDay(raw) ?? null) : null),
  'Edm.DateTimeOffset': (raw) => (typeof raw === 'string' ? readMoment(raw) : null),
  'Edm.Duration': (raw) => (typeof raw === 'string' ? (readDuration(raw) ?? null) : null),
  'Edm.Guid': (raw) => (typeof raw === 'string' && guid.test(raw) ? raw.toLowerCase() : null),
  'Edm.Binary': (raw) => (typeof raw === 'string' ? raw.replaceAll('=', '') : null),
}

/** Makes a stored value one to compute with; what does not fit the type is null. */
export function readerOf(type: Type): ReadValue {
  if (type.kind === 'primitive') return readers[type.name]
  if (type.kind === 'collection') return (raw) => (Array.isArray(raw) ? raw : null)
  if (type.kind === 'complex') return (raw) => (isObject(raw) ? raw : null)
  return readAny
}

function readAny(raw: unknown): Value {
  return raw === undefined ? null : (raw as Value)
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

/** Where values of several kinds were seen, the type is that of the text they all have. */
function readText(raw: unknown): Value {
  if (typeof raw === 'string') return raw
  return typeof raw === 'number' || typeof raw === 'boolean' || typeof raw === 'bigint'
    ? String(raw)
    : null
}

const named = new Map([
  ['INF', Infinity],
  ['-INF', -Infinity],
  ['NaN', NaN],
])

function readDouble(raw: unknown): Value {
  if (typeof raw === 'number') return raw
  if (typeof raw === 'boolean') return raw ? 1 : 0
  if (typeof raw === 'bigint') return Number(raw)
  return typeof raw === 'string' ? (named.get(raw) ?? null) : null
}

function readMoment(raw: string): Value {
  const ms = storedMoment(raw)
  return Number.isNaN(ms) ? (readDateTimeOffset(raw) ?? null) : dateTimeOffsetOf(ms)
}

const strict: Partial<Readonly<Record<PrimitiveName, ReadValue>>> = {
  'Edm.String': (raw) => (typeof raw === 'string' ? raw : null),
  'Edm.Double': (raw) => (typeof raw === 'number' ? raw : null),
  'Edm.DateTimeOffset': (raw) => {
    if (typeof raw !== 'string') return null
    const days = readDate(raw)
    return days === undefined ? readMoment(raw) : dateTimeOffsetOf(days * 86_400_000)
  },
}

/**
 * Makes a value whose type nobody declared one of the type that is asked for: texts become dates,
 * but no number becomes a text. Null where it is of another kind.
 */
export function dynamicReaderOf(type: Type): ReadValue {
  return (type.kind === 'primitive' ? strict[type.name] : undefined) ?? readerOf(type)
}
