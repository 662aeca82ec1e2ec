import type { NodeId } from '../identity/node-id.ts'
import { groupBy } from '../platform/collections/group-by.ts'

/** How profiles change when other rules hold. */
export interface ProfileChanges {
  readonly merges: number
  readonly splits: number
  readonly unchanged: number
  /** Profiles before the change. */
  readonly examined: number
  readonly sample: { from: string[]; to: string[] }[]
}

export const noChanges: ProfileChanges = {
  ...{ merges: 0, splits: 0, unchanged: 0, examined: 0, sample: [] },
}

const mostSamples = 20

/**
 * Compares profiles by the identifiers that they have: each identifier's profile before and after.
 * A profile made of several is one merge, one that becomes several is one split; one that only
 * loses identifiers that have no profile any more, or changes its CustomerId, stays as it is.
 */
export function compareProfiles(
  before: ReadonlyMap<NodeId, NodeId>,
  after: ReadonlyMap<NodeId, NodeId>,
): ProfileChanges {
  const moves = [...before].flatMap(([id, from]) => {
    const to = after.get(id)
    return to === undefined ? [] : [{ from, to }]
  })
  const merged = distinct(
    groupBy(moves, ({ to }) => to),
    ({ from }) => from,
  )
  const split = distinct(
    groupBy(moves, ({ from }) => from),
    ({ to }) => to,
  )
  const changed = new Set([...split.map(([from]) => from), ...merged.flatMap(([, list]) => list)])
  const profiles = new Set(before.values())
  return {
    merges: merged.length,
    splits: split.length,
    unchanged: profiles.size - changed.size,
    examined: profiles.size,
    sample: [
      ...merged.map(([to, from]) => ({ from, to: [to] })),
      ...split.map(([from, to]) => ({ from: [from], to })),
    ],
  }
}

/** The groups in which something has several values, with the values. */
function distinct<T>(
  groups: ReadonlyMap<NodeId, readonly T[]>,
  valueOf: (item: T) => NodeId,
): [NodeId, NodeId[]][] {
  return [...groups]
    .map(([key, items]): [NodeId, NodeId[]] => [key, [...new Set(items.map(valueOf))].sort()])
    .filter(([, values]) => values.length > 1)
}

export function sumChanges(a: ProfileChanges, b: ProfileChanges): ProfileChanges {
  return {
    merges: a.merges + b.merges,
    splits: a.splits + b.splits,
    unchanged: a.unchanged + b.unchanged,
    examined: a.examined + b.examined,
    sample: [...a.sample, ...b.sample].slice(0, mostSamples),
  }
}
