import { pathOf, slotOf } from '../bind/bind-path.ts'
import type { Bound, CompareNode, CompareOperator } from '../bind/bound.ts'
import type { DateTimeOffset } from '../values/date-time-offset.ts'
import { picosPerMs } from '../values/picoseconds.ts'

/** A moment that an expression names: a fixed one, or one that moves with the clock. */
export type Moment =
  | { readonly kind: 'fixed'; readonly ms: number }
  /** Milliseconds to add to `now()`. */
  | { readonly kind: 'moving'; readonly shift: number }

/** The moment that a node is; undefined where it is another or none. */
export function momentOf(node: Bound): Moment | undefined {
  if (node.kind === 'constant' && typeof node.value === 'object' && node.value !== null) {
    return 'offset' in node.value
      ? { kind: 'fixed', ms: (node.value as DateTimeOffset).ms }
      : undefined
  }
  if (node.kind === 'function' && node.name === 'now') return { kind: 'moving', shift: 0 }
  if (node.kind !== 'compute' || (node.name !== 'add' && node.name !== 'sub')) return undefined
  const [base, duration] = node.operands
  if (base?.kind !== 'function' || base.name !== 'now') return undefined
  if (duration?.kind !== 'constant' || typeof duration.value !== 'bigint') return undefined
  const ms = Number(duration.value) / Number(picosPerMs)
  return { kind: 'moving', shift: node.name === 'add' ? ms : -ms }
}

export interface MomentComparison {
  readonly path: string
  /** The element that the path begins at. */
  readonly slot: number | undefined
  /** With the path on the left. */
  readonly operator: CompareOperator
  readonly moment: Moment
}

const flipped: Readonly<Record<CompareOperator, CompareOperator>> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
}

/** A comparison of a path with a moment, whichever stands on the left. */
export function momentComparison(node: CompareNode): MomentComparison | undefined {
  const { left, right, operator } = node
  const onRight = momentOf(right)
  if (onRight !== undefined && pathOf(left) !== '') {
    return { path: pathOf(left), slot: slotOf(left), operator, moment: onRight }
  }
  const onLeft = momentOf(left)
  if (onLeft === undefined || pathOf(right) === '') return undefined
  const path = pathOf(right)
  return { path, slot: slotOf(right), operator: flipped[operator], moment: onLeft }
}

export function flip(operator: CompareOperator): CompareOperator {
  return flipped[operator]
}
