import type { PrimitiveName, PrimitiveType, Type } from '../types/edm-type.ts'
import { wholeDecimal } from './decimal.ts'
import { dateTimeOffsetOf, localOf, type DateTimeOffset } from './date-time-offset.ts'
import { integerOf, toDecimal, toDouble, type NumberValue } from './number-value.ts'
import { readerOf } from './read-value.ts'
import { valueJson } from './value-json.ts'
import type { Value } from './value.ts'

const numbers: readonly PrimitiveName[] = ['Edm.Int32', 'Edm.Int64', 'Edm.Decimal', 'Edm.Double']

/** A value of one type as one of another; null where there is none (URL conventions, 5.1.1.10.1). */
export function castValue(value: Value, from: Type, { name }: PrimitiveType): Value {
  const source = from.kind === 'primitive' ? from.name : undefined
  if (name === 'Edm.String') return textOf(value, from)
  if (source !== undefined && numbers.includes(source))
    return castNumber(value as NumberValue, name)
  if (source === 'Edm.DateTimeOffset') {
    const { days, picos } = localOf(value as DateTimeOffset)
    return name === 'Edm.Date' ? days : name === 'Edm.TimeOfDay' ? picos : null
  }
  if (source === 'Edm.Date' && name === 'Edm.DateTimeOffset') {
    return dateTimeOffsetOf((value as number) * 86_400_000)
  }
  if (typeof value === 'number') return castNumber(value, name)
  return typeof value === 'string' ? fromText(value, name) : null
}

function textOf(value: Value, from: Type): Value {
  const json = valueJson(value, from)
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
    ? String(json)
    : null
}

function castNumber(value: NumberValue, name: PrimitiveName): Value {
  if (name === 'Edm.Double') return toDouble(value)
  const decimal = toDecimal(value)
  if (decimal === null) return null
  if (name === 'Edm.Decimal') return decimal
  if (name !== 'Edm.Int32' && name !== 'Edm.Int64') return null
  const whole = integerOf(wholeDecimal(decimal, 'truncate'))
  const isSmall = typeof whole === 'number' && (whole | 0) === whole
  return name === 'Edm.Int64' || isSmall ? whole : null
}

const plainNumber = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i

function fromText(text: string, name: PrimitiveName): Value {
  if (name === 'Edm.Boolean') {
    const lower = text.toLowerCase()
    return lower === 'true' ? true : lower === 'false' ? false : null
  }
  if (name === 'Edm.Double') {
    const special = readerOf({ kind: 'primitive', name })(text)
    if (special !== null) return special
    return plainNumber.test(text) ? Number(text) : null
  }
  return readerOf({ kind: 'primitive', name })(text)
}
