import type { PrimitiveName } from '../types/edm-type.ts'
import { between, shiftDate, shiftMoment, type DateTimeOffset } from './date-time-offset.ts'
import { divideDecimals, multiplyDecimals, wholeDecimal } from './decimal.ts'
import { toDecimal, type NumberValue } from './number-value.ts'
import { picosPerDay } from './picoseconds.ts'
import type { Value } from './value.ts'

export interface TemporalOperation {
  readonly returns: PrimitiveName
  readonly compute: (a: never, b: never) => Value
}

/** Null where the factor is no number, or the result is out of range. */
function scaled(picos: bigint, factor: NumberValue, how: 'mul' | 'div'): bigint | null {
  const value = toDecimal(factor)
  if (value === null) return null
  const size = { digits: picos, scale: 0 }
  const result = how === 'mul' ? multiplyDecimals(size, value) : divideDecimals(size, value)
  return result === undefined ? null : wholeDecimal(result, 'truncate')
}

const moment = 'Edm.DateTimeOffset'
const duration = 'Edm.Duration'
const date = 'Edm.Date'

/** By `left operator right`; a Date and a Duration give a Date (URL conventions, 5.1.1.2). */
export const temporalOperations: ReadonlyMap<string, TemporalOperation> = new Map<
  string,
  TemporalOperation
>([
  [`${moment} add ${duration}`, { returns: moment, compute: shiftMoment }],
  [
    `${moment} sub ${duration}`,
    { returns: moment, compute: (a: DateTimeOffset, b: bigint) => shiftMoment(a, -b) },
  ],
  [`${moment} sub ${moment}`, { returns: duration, compute: between }],
  [`${date} add ${duration}`, { returns: date, compute: shiftDate }],
  [
    `${date} sub ${duration}`,
    { returns: date, compute: (a: number, b: bigint) => shiftDate(a, -b) },
  ],
  [
    `${date} sub ${date}`,
    { returns: duration, compute: (a: number, b: number) => BigInt(a - b) * picosPerDay },
  ],
  [`${duration} add ${duration}`, { returns: duration, compute: (a: bigint, b: bigint) => a + b }],
  [`${duration} sub ${duration}`, { returns: duration, compute: (a: bigint, b: bigint) => a - b }],
  [
    `${duration} mul number`,
    { returns: duration, compute: (a: bigint, b: NumberValue) => scaled(a, b, 'mul') },
  ],
  [
    `number mul ${duration}`,
    { returns: duration, compute: (a: NumberValue, b: bigint) => scaled(b, a, 'mul') },
  ],
  [
    `${duration} div number`,
    { returns: duration, compute: (a: bigint, b: NumberValue) => scaled(a, b, 'div') },
  ],
  [
    `${duration} divby number`,
    { returns: duration, compute: (a: bigint, b: NumberValue) => scaled(a, b, 'div') },
  ],
])
