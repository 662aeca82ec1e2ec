import { clockUses, type ClockUse } from '../expression/analyse/check-stored.ts'
import type { Bound, CompareNode } from '../expression/bind/bound.ts'
import { ExpressionError } from '../expression/expression-error.ts'

/** An edge that moves with the clock: so many milliseconds after the start of the current hour. */
export interface MovingEdge {
  readonly shift: number
  /** Whether what happened right at it counts. */
  readonly isInside: boolean
}

/** What a condition asks of the time of an activity, as far as that moves with the clock. */
export interface MovingRange {
  readonly from: readonly MovingEdge[]
  readonly until: readonly MovingEdge[]
}

export interface SplitCondition {
  readonly range: MovingRange
  /** What does not move; `undefined` where nothing else is asked. */
  readonly rest: Bound | undefined
}

/**
 * Takes apart a condition on activities: what it asks of their time by the clock, and the rest,
 * which an activity fulfils or not once and for all. `time` is the path of the time. Throws
 * `ExpressionError` where `now()` stands anywhere else.
 */
export function splitCondition(bound: Bound, time: string): SplitCondition {
  const parts = bound.kind === 'logic' && bound.operator === 'and' ? bound.operands : [bound]
  const range = { from: [] as MovingEdge[], until: [] as MovingEdge[] }
  const rest = parts.filter((part) => !takeEdge(part, time, range))
  for (const { position } of rest.flatMap(clockUses)) throw otherUse(position)
  const [only, ...more] = rest
  if (only === undefined || bound.kind !== 'logic') return { range, rest: only }
  return { range, rest: more.length === 0 ? only : { ...bound, operands: rest } }
}

/** Notes the edge that a part is; false for a part that is none. */
function takeEdge(
  part: Bound,
  time: string,
  range: { readonly from: MovingEdge[]; readonly until: MovingEdge[] },
): boolean {
  if (part.kind !== 'compare') return false
  const use = edgeOf(part)
  if (use?.path !== time) return false
  const edge = { shift: shiftOf(use), isInside: use.operator === 'ge' || use.operator === 'le' }
  switch (use.operator) {
    case 'ge':
    case 'gt':
      range.from.push(edge)
      return true
    case 'le':
    case 'lt':
      range.until.push(edge)
      return true
    case 'eq':
    case 'ne':
      return false
  }
}

function edgeOf(node: CompareNode): ClockUse | undefined {
  const [use, ...more] = clockUses(node)
  return more.length === 0 ? use : undefined
}

function shiftOf({ moment }: ClockUse): number {
  return moment.kind === 'moving' ? moment.shift : 0
}

function otherUse(position: number): ExpressionError {
  return new ExpressionError({
    code: 'InvalidNow',
    message: 'Here now() is compared with ActivityTime only, by ge, gt, le or lt, joined by and.',
    position,
    hint: "Write ActivityTime ge now() sub duration'P7D', or give a window.",
  })
}
