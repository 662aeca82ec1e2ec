import { compareNumbers, type NumberValue } from './number-value.ts'

/**
 * Whether two values that may be structured are the same: arrays element by element, objects
 * member by member, where a missing member is null.
 */
export function isSame(a: unknown, b: unknown): boolean {
  const left = a ?? null
  const right = b ?? null
  if (left === right || left === null || right === null) return left === right
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  if (typeof left !== 'object' || typeof right !== 'object') return false
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && hasSameItems(left, right)
  }
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...names].every((name) => isSame(memberOf(left, name), memberOf(right, name)))
}

function hasSameItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => isSame(item, right[index]))
}

function isNumber(value: unknown): value is NumberValue {
  if (typeof value === 'number' || typeof value === 'bigint') return true
  return typeof value === 'object' && value !== null && 'digits' in value && 'scale' in value
}

/** A member of the object itself, never one that all objects inherit. */
export function memberOf(owner: unknown, name: string): unknown {
  if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, name)) return undefined
  return (owner as Readonly<Record<string, unknown>>)[name]
}
