import { compareMoments, type DateTimeOffset } from '../expression/values/date-time-offset.ts'
import { decimalText } from '../expression/values/decimal.ts'
import { compareNumbers, toDecimal, type NumberValue } from '../expression/values/number-value.ts'
import type { Value } from '../expression/values/value.ts'

/** A value that measures compare, count and keep: one thing, not several. */
export type Scalar = boolean | string | NumberValue | DateTimeOffset

/** The value where it is one thing and has a place in an order; else `undefined`. */
export function scalarOf(value: Value): Scalar | undefined {
  if (value === null || Number.isNaN(value)) return undefined
  if (typeof value !== 'object') return value
  if (isMoment(value) || isDecimalValue(value)) return value
  return undefined
}

function isMoment(value: object): value is DateTimeOffset {
  return 'ms' in value && 'picos' in value && 'offset' in value
}

function isDecimalValue(value: object): value is Extract<NumberValue, object> {
  return 'digits' in value && typeof value.digits === 'bigint'
}

const ranks = { boolean: 0, number: 1, moment: 2, string: 3 } as const
type Rank = keyof typeof ranks

/**
 * A total order of values, so that the least and the greatest of some are the same in whatever
 * order they come: as expressions compare them, and of different kinds first truth values, then
 * numbers, moments and texts. Moments told in different offsets are the same where they are at once.
 */
export function orderScalars(a: Scalar, b: Scalar): number {
  const [left, right] = [rankOf(a), rankOf(b)]
  if (left !== right) return ranks[left] - ranks[right]
  if (left === 'number') return compareNumbers(a as NumberValue, b as NumberValue)
  if (left === 'moment') return compareMoments(a as DateTimeOffset, b as DateTimeOffset)
  return a < b ? -1 : a > b ? 1 : 0
}

function rankOf(value: Scalar): Rank {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'string'
  return typeof value === 'object' && !isDecimalValue(value) ? 'moment' : 'number'
}

/** The same text for values that are the same. */
export function keyOf(value: Scalar): string {
  if (typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && 'ms' in value) return `@${value.ms}.${value.picos}`
  const exact = toDecimal(value)
  if (exact !== null) return decimalText(exact)
  return orderScalars(value, 0) > 0 ? 'INF' : '-INF'
}
