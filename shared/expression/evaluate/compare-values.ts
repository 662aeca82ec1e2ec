import type { Comparison } from '../bind/bound.ts'
import { compareMoments, type DateTimeOffset } from '../values/date-time-offset.ts'
import { isSame } from '../values/is-same.ts'
import { compareNumbers, type NumberValue } from '../values/number-value.ts'
import type { Value } from '../values/value.ts'

/** Negative, zero or positive, as for sorting; NaN where the values cannot be compared. */
export type Compare = (a: Value, b: Value) => number

type Plain = string | number | bigint | boolean

/** Texts by UTF-16 unit, times and dates by what they count, false before true. */
function comparePlain(a: Value, b: Value): number {
  const left = a as Plain
  const right = b as Plain
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : NaN
}

/** Values of open complexes: of two kinds they are neither the same nor in order. */
function compareDynamic(a: Value, b: Value): number {
  if (typeof a !== typeof b) return NaN
  return typeof a === 'object' ? compareDeep(a, b) : comparePlain(a, b)
}

function compareDeep(a: Value, b: Value): number {
  return isSame(a, b) ? 0 : NaN
}

const comparers: Readonly<Record<Comparison, Compare>> = {
  number: (a, b) => compareNumbers(a as NumberValue, b as NumberValue),
  plain: comparePlain,
  moment: (a, b) => compareMoments(a as DateTimeOffset, b as DateTimeOffset),
  dynamic: compareDynamic,
  deep: compareDeep,
}

/** How two values that are not null are compared. */
export function comparerOf(comparison: Comparison): Compare {
  return comparers[comparison]
}
