import { pathOf, slotOf } from '../bind/bind-path.ts'
import type { Bound } from '../bind/bound.ts'
import type { Value } from '../values/value.ts'

/** A path, and the element that it begins at: 0 for what is asked about. */
export interface Place {
  readonly path: string
  readonly slot: number
}

export function isAt(node: Bound, { path, slot }: Place): boolean {
  return pathOf(node) === path && slotOf(node) === slot
}

/**
 * The values that a path must have where a condition is true: those of `path eq 'a'` and `path in
 * ('a','b')`, joined by and (both hold) and or (one does). Undefined where others are possible.
 */
export function impliedValues(node: Bound, place: Place): ReadonlySet<Value> | undefined {
  if (node.kind === 'compare') {
    if (node.operator !== 'eq') return undefined
    return constantFor(node.left, node.right, place) ?? constantFor(node.right, node.left, place)
  }
  if (node.kind === 'membership') {
    if (!isAt(node.left, place) || node.values === undefined) return undefined
    return constants(node.values)
  }
  if (node.kind !== 'logic') return undefined
  const sets = node.operands.map((operand) => impliedValues(operand, place))
  const known = sets.filter((set) => set !== undefined)
  if (node.operator === 'and')
    return known.reduce<ReadonlySet<Value> | undefined>(intersect, undefined)
  if (known.length < sets.length) return undefined
  return new Set(known.flatMap((set) => [...set]))
}

function constantFor(side: Bound, other: Bound, place: Place): ReadonlySet<Value> | undefined {
  return isAt(side, place) ? constants([other]) : undefined
}

function constants(nodes: readonly Bound[]): ReadonlySet<Value> | undefined {
  const values = nodes.flatMap((node) => (node.kind === 'constant' ? [node.value] : []))
  return values.length < nodes.length ? undefined : new Set(values)
}

function intersect(a: ReadonlySet<Value> | undefined, b: ReadonlySet<Value>): ReadonlySet<Value> {
  return a === undefined ? b : new Set([...a].filter((value) => b.has(value)))
}
