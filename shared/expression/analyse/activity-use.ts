import type { Bound } from '../bind/bound.ts'
import type { ActivityNames } from './activity-names.ts'
import { impliedValues, type Place } from './implied-values.ts'
import { momentComparison, type Moment } from './moments.ts'

/** What one look at the activities takes of them. */
export interface ActivityUse {
  /** The types that matter; undefined for all. */
  readonly types: readonly string[] | undefined
  /** Earlier activities do not matter: each of these holds. */
  readonly since: readonly Moment[]
  readonly position: number
}

/** A condition on the element at a slot. */
export interface ActivityCondition {
  readonly body: Bound
  readonly slot: number
}

/** What a condition on activities lets through; without one, all. */
export function activityUse(
  condition: ActivityCondition | undefined,
  names: ActivityNames,
  position: number,
): ActivityUse {
  if (condition === undefined) return { types: undefined, since: [], position }
  const { body, slot } = condition
  const values = impliedValues(body, { path: names.type, slot })
  const types = values && [...values].filter((value) => typeof value === 'string').sort()
  return { types, since: lowerBounds(body, { path: names.time, slot }), position }
}

function lowerBounds(node: Bound, place: Place): readonly Moment[] {
  if (node.kind === 'logic' && node.operator === 'and') {
    return node.operands.flatMap((operand) => lowerBounds(operand, place))
  }
  if (node.kind !== 'compare') return []
  const found = momentComparison(node)
  if (found?.path !== place.path || found.slot !== place.slot) return []
  return found.operator === 'gt' || found.operator === 'ge' ? [found.moment] : []
}
