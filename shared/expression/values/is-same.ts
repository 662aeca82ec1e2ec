import { compareMoments, type DateTimeOffset } from './date-time-offset.ts'
import { compareNumbers, type NumberValue } from './number-value.ts'

type Pair = readonly [unknown, unknown]

/**
 * Whether two values that may be structured are the same: arrays element by element, objects
 * member by member, where a missing member is null. Stored values may be nested deeper than the
 * stack is, so what is inside waits in a list.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === typeof b && (typeof a === 'number' || typeof a === 'string')) return a === b
  const waiting: Pair[] = []
  let pair: Pair | undefined = [a, b]
  for (; pair !== undefined; pair = waiting.pop()) {
    const inner = innerPairs(pair)
    if (inner === undefined) return false
    for (const next of inner) waiting.push(next)
  }
  return true
}

const none: readonly Pair[] = []

/** What must be the same for two values to be so; undefined where they are not in any case. */
function innerPairs([a, b]: Pair): readonly Pair[] | undefined {
  const left = a ?? null
  const right = b ?? null
  if (left === right) return none
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0 ? none : undefined
  if (typeof left !== 'object' || typeof right !== 'object') return undefined
  if (left === null || right === null) return undefined
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right)) return undefined
    return left.length === right.length ? left.map((item, at) => [item, right[at]]) : undefined
  }
  if (isMoment(left) && isMoment(right)) return compareMoments(left, right) === 0 ? none : undefined
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...names].map((name) => [memberOf(left, name), memberOf(right, name)])
}

function isNumber(value: unknown): value is NumberValue {
  if (typeof value === 'number' || typeof value === 'bigint') return true
  return typeof memberOf(value, 'digits') === 'bigint'
}

/** In whatever offset it is told. */
function isMoment(value: object): value is DateTimeOffset {
  return Object.keys(value).join() === 'ms,picos,offset'
}

/** A member of the object itself, never one that all objects inherit. */
export function memberOf(owner: unknown, name: string): unknown {
  if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, name)) return undefined
  return (owner as Readonly<Record<string, unknown>>)[name]
}
