import { dateText } from '../values/calendar.ts'
import { dateTimeOffsetText } from '../values/date-time-offset.ts'
import { decimalText } from '../values/decimal.ts'
import { durationText } from '../values/duration.ts'
import type { LiteralValue } from '../values/literal.ts'
import { timeOfDayText } from '../values/time-of-day.ts'
import { doubleText } from '../values/value-json.ts'

/** A value as it is written in an expression. */
export function printLiteral(literal: LiteralValue): string {
  switch (literal.type) {
    case 'null':
      return 'null'
    case 'boolean':
    case 'integer':
      return String(literal.value)
    case 'string':
      return quoted(literal.value)
    case 'decimal': {
      const text = decimalText(literal.value)
      return text.includes('.') ? text : `${text}.0`
    }
    case 'double':
      return doubleText(literal.value)
    case 'date':
      return dateText(literal.value)
    case 'timeOfDay':
      return timeOfDayText(literal.value)
    case 'dateTimeOffset':
      return dateTimeOffsetText(literal.value)
    case 'duration':
      return `duration${quoted(durationText(literal.value))}`
    case 'guid':
      return literal.value
    case 'binary':
      return `binary${quoted(literal.value)}`
    case 'enum':
    case 'geo':
      return literal.name + quoted(literal.value)
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
