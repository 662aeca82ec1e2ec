import type { Type } from '../types/edm-type.ts'
import { dateText } from './calendar.ts'
import { isoText, type DateTimeOffset } from './date-time-offset.ts'
import { decimalText } from './decimal.ts'
import { durationText } from './duration.ts'
import { isDecimal, type NumberValue } from './number-value.ts'
import { timeOfDayText } from './time-of-day.ts'
import type { Value } from './value.ts'

/**
 * A computed value as JSON carries it: decimals and large integers as text, numbers that JSON
 * cannot tell as `INF`, `-INF`, `NaN`.
 */
export function valueJson(value: Value, type: Type): unknown {
  if (value === null || type.kind !== 'primitive') return value
  switch (type.name) {
    case 'Edm.Date':
      return dateText(value as number)
    case 'Edm.TimeOfDay':
      return timeOfDayText(value as bigint)
    case 'Edm.Duration':
      return durationText(value as bigint)
    case 'Edm.DateTimeOffset':
      return isoText(value as DateTimeOffset)
    case 'Edm.Decimal':
    case 'Edm.Double':
    case 'Edm.Int32':
    case 'Edm.Int64':
      return numberJson(value as NumberValue)
    case 'Edm.Boolean':
    case 'Edm.String':
    case 'Edm.Guid':
    case 'Edm.Binary':
      return value
  }
}

function numberJson(value: NumberValue): number | string {
  if (isDecimal(value)) return decimalText(value)
  if (typeof value === 'bigint') return value.toString()
  return Number.isFinite(value) ? value : doubleText(value)
}

/** A Double as OData writes it. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return String(value)
  return value < 0 ? '-INF' : 'INF'
}
