import { readDate } from '../values/calendar.ts'
import { readDateTimeOffset } from '../values/date-time-offset.ts'
import { readDuration } from '../values/duration.ts'
import type { LiteralValue } from '../values/literal.ts'
import { readTimeOfDay } from '../values/time-of-day.ts'
import { fail, look, take, type Cursor } from './cursor.ts'
import { numberLiteral } from './number-literal.ts'
import { takeQuoted } from './quoted.ts'

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/iy
const date = /-?\d{4}-\d\d-\d\d(?:T[\d:.]*(?:Z|[+\- ]\d\d:\d\d)?)?/iy
const time = /\d\d:\d\d(?::[\d.]*)?/y
const number = /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy
const notFinite = /(?:-?INF|NaN)(?![\p{L}\p{N}_])/uy
const constant = /(?:true|false|null)(?![\p{L}\p{N}_./(])/iuy
const glued = /[\p{L}\p{N}_.]/uy

/** Reads a literal that is not quoted; undefined where none begins. */
export function takeBareLiteral(cursor: Cursor): LiteralValue | undefined {
  const start = cursor.at
  const literal =
    takeGuid(cursor) ??
    takeMoment(cursor) ??
    refuseDate(cursor) ??
    takeNumber(cursor) ??
    takeWord(cursor)
  if (literal !== undefined && look(cursor, glued) !== undefined) {
    const hint = 'Names begin with a letter, texts stand in single quotes.'
    throw fail(cursor, 'InvalidLiteral', 'This is neither a value nor a name.', { at: start, hint })
  }
  return literal
}

function takeGuid(cursor: Cursor): LiteralValue | undefined {
  const found = take(cursor, guid)
  return found === undefined ? undefined : { type: 'guid', value: found.toLowerCase() }
}

function takeMoment(cursor: Cursor): LiteralValue | undefined {
  const start = cursor.at
  const day = take(cursor, date)
  if (day !== undefined) {
    if (day.length <= 11) {
      const value = readDate(day)
      return value === undefined ? refuse(cursor, start, 'date') : { type: 'date', value }
    }
    const value = readDateTimeOffset(day)
    const isZoned = /(?:Z|[+\- ]\d\d:\d\d)$/i.test(day)
    return value === undefined
      ? refuse(cursor, start, isZoned ? 'moment' : 'local')
      : { type: 'dateTimeOffset', value }
  }
  const clock = take(cursor, time)
  if (clock === undefined) return undefined
  const value = readTimeOfDay(clock)
  return value === undefined ? refuse(cursor, start, 'time') : { type: 'timeOfDay', value }
}

const dateInOtherWords = /(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})(?!\d)/y

/** Dates as people write them elsewhere: `31.05.2026`, `5/31/2026`. */
function refuseDate(cursor: Cursor): undefined {
  if (look(cursor, dateInOtherWords) !== undefined) refuse(cursor, cursor.at, 'date')
  return undefined
}

function takeNumber(cursor: Cursor): LiteralValue | undefined {
  const start = cursor.at
  const found = take(cursor, number)
  if (found === undefined) return undefined
  return numberLiteral(found) ?? refuse(cursor, start, 'number')
}

function takeWord(cursor: Cursor): LiteralValue | undefined {
  const float = take(cursor, notFinite)
  if (float !== undefined)
    return { type: 'double', value: Number(float.replace('INF', 'Infinity')) }
  const word = take(cursor, constant)?.toLowerCase()
  if (word === undefined) return undefined
  return word === 'null' ? { type: 'null' } : { type: 'boolean', value: word === 'true' }
}

const kinds = {
  date: ['There is no such date.', 'Dates are written year-month-day: 2026-05-31.'],
  moment: [
    'There is no such moment.',
    'Hours go to 23, minutes and seconds to 59: 2026-05-31T09:00:00Z.',
  ],
  local: [
    'There is no such moment.',
    'Write 2026-05-31T09:00:00Z, with Z or an offset at the end.',
  ],
  time: ['There is no such time of day.', 'Hours go to 23, minutes and seconds to 59: 09:30:00.'],
  number: ['This number is out of range.', undefined],
  duration: [
    'This is no duration.',
    "Write duration'P7D' or duration'PT12H30M'; months and years have no fixed length.",
  ],
} as const

function refuse(cursor: Cursor, at: number, kind: keyof typeof kinds): never {
  const [message, hint] = kinds[kind]
  throw fail(cursor, 'InvalidLiteral', message, { at, hint })
}

const base64 = /^[A-Za-z0-9_-]*={0,2}$/
const old = /^(?:datetime|datetimeoffset|guid|time|x|edm\.\w+)$/i

/** Reads the quoted rest of `duration'P7D'`, `Model.Color'Red'` and their like. */
export function takePrefixedLiteral(cursor: Cursor, prefix: string, at: number): LiteralValue {
  const value = takeQuoted(cursor) ?? ''
  const name = prefix.toLowerCase()
  if (name === 'duration') {
    const picos = readDuration(value)
    return picos === undefined ? refuse(cursor, at, 'duration') : { type: 'duration', value: picos }
  }
  if (name === 'binary' && base64.test(value)) {
    return { type: 'binary', value: value.replaceAll('=', '') }
  }
  if (name === 'geography' || name === 'geometry') return { type: 'geo', name, value }
  if (prefix.includes('.') && !old.test(prefix)) return { type: 'enum', name: prefix, value }
  throw fail(cursor, 'InvalidLiteral', `There is no value of the form ${prefix}'…'.`, {
    at,
    hint: old.test(prefix)
      ? 'OData 4 writes dates, times and guids without prefix and quotes.'
      : undefined,
  })
}
