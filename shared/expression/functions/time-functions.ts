import { civilOf } from '../values/calendar.ts'
import {
  greatestMoment,
  leastMoment,
  localOf,
  type DateTimeOffset,
} from '../values/date-time-offset.ts'
import { decimalOf, type Decimal } from '../values/decimal.ts'
import { picosPerSecond } from '../values/picoseconds.ts'
import type { FunctionTable, Overload } from './builtin.ts'

const moment = 'Edm.DateTimeOffset'

/** Of a date, and of a moment in its own offset. */
function ofDay(part: 'year' | 'month' | 'day'): Overload[] {
  const ofMoment = (value: DateTimeOffset): number => civilOf(localOf(value).days)[part]
  const ofDate = (days: number): number => civilOf(days)[part]
  return [
    { parameters: [moment], returns: 'Edm.Int32', compute: ofMoment },
    { parameters: ['Edm.Date'], returns: 'Edm.Int32', compute: ofDate },
  ]
}

/** Of a time of day, and of a moment in its own offset. */
function ofClock(compute: (picos: bigint) => number): Overload[] {
  const ofMoment = (value: DateTimeOffset): number => compute(localOf(value).picos)
  return [
    { parameters: [moment], returns: 'Edm.Int32', compute: ofMoment },
    { parameters: ['Edm.TimeOfDay'], returns: 'Edm.Int32', compute },
  ]
}

function fraction(picos: bigint): Decimal {
  return decimalOf(picos % picosPerSecond, 12)
}

export const timeFunctions: FunctionTable = {
  year: ofDay('year'),
  month: ofDay('month'),
  day: ofDay('day'),
  hour: ofClock((picos) => Number(picos / (3600n * picosPerSecond))),
  minute: ofClock((picos) => Number(picos / (60n * picosPerSecond)) % 60),
  second: ofClock((picos) => Number(picos / picosPerSecond) % 60),
  fractionalseconds: [
    {
      parameters: [moment],
      returns: 'Edm.Decimal',
      compute: (value: DateTimeOffset) => fraction(localOf(value).picos),
    },
    { parameters: ['Edm.TimeOfDay'], returns: 'Edm.Decimal', compute: fraction },
  ],
  date: [
    {
      parameters: [moment],
      returns: 'Edm.Date',
      compute: (value: DateTimeOffset) => localOf(value).days,
    },
  ],
  time: [
    {
      parameters: [moment],
      returns: 'Edm.TimeOfDay',
      compute: (value: DateTimeOffset) => localOf(value).picos,
    },
  ],
  totaloffsetminutes: [
    {
      parameters: [moment],
      returns: 'Edm.Int32',
      compute: (value: DateTimeOffset) => value.offset,
    },
  ],
  totalseconds: [
    {
      parameters: ['Edm.Duration'],
      returns: 'Edm.Decimal',
      compute: (picos: bigint) => decimalOf(picos, 12),
    },
  ],
  mindatetime: [{ parameters: [], returns: moment, compute: () => leastMoment }],
  maxdatetime: [{ parameters: [], returns: moment, compute: () => greatestMoment }],
}
