import {
  bondsOf,
  clusterOf,
  withCorrection,
  type Bond,
  type Refusal,
  type Resolved,
} from './explain-identity.ts'
import type { Cluster } from './cluster.ts'
import type { Correction } from './correction.ts'
import { identifierKey, type Identifier } from './identifier.ts'

/** Why two identifiers are, or are not, one person. */
export interface Comparison {
  readonly same: boolean
  /** What leads from one to the other, where they are one. */
  readonly path: readonly Bond[]
  /** What would have to hold for them to be one, where something connects them at all. */
  readonly blockedBy: readonly Refusal[]
  /** What stewards said against it. */
  readonly never: readonly Correction[]
}

/** Compares two identifiers that were read together. */
export function compareIdentities(resolved: Resolved, x: Identifier, y: Identifier): Comparison {
  const { resolution } = resolved
  const [first, second] = [clusterOf(resolution, x), clusterOf(resolution, y)]
  if (first !== undefined && first === second) {
    const steps = bondsOf(resolved, first).map(asStep)
    const path = shortestPath(steps, x, y).flatMap(({ bond }) => bond ?? [])
    return { same: true, path, blockedBy: [], never: [] }
  }
  const blockedBy = shortestPath(allSteps(resolved), x, y).flatMap(({ refusal }) => refusal ?? [])
  const keys = (cluster: Cluster | undefined, self: Identifier): ReadonlySet<string> =>
    new Set([self, ...(cluster?.members ?? [])].map(identifierKey))
  const [keysX, keysY] = [keys(first, x), keys(second, y)]
  const never = resolved.corrections.filter(
    ({ type, a, b = '' }) =>
      type === 'neverMatch' && ((keysX.has(a) && keysY.has(b)) || (keysX.has(b) && keysY.has(a))),
  )
  return { same: false, path: [], blockedBy, never }
}

function allSteps(resolved: Resolved): Step[] {
  const { profiles, detached, refused } = resolved.resolution
  const clusters = [...profiles.flatMap(({ cluster }) => cluster ?? []), ...detached]
  const held = clusters.flatMap((cluster) => bondsOf(resolved, cluster).map(asStep))
  const blocked = refused.map((link): Step => {
    const { a, b } = link.link
    return { a, b, refusal: withCorrection(resolved, link) }
  })
  return [...held, ...blocked]
}

/** A step from one identifier to another: by what holds, or by what is refused. */
interface Step {
  readonly a: Identifier
  readonly b: Identifier
  readonly bond?: Bond
  readonly refusal?: Refusal
}

function asStep(bond: Bond): Step {
  return { a: bond.a, b: bond.b, bond }
}

/** The way with the fewest refused steps, then the fewest steps; none where there is no way. */
function shortestPath(steps: readonly Step[], from: Identifier, to: Identifier): Step[] {
  const neighbours = new Map<string, { readonly key: string; readonly step: Step }[]>()
  const note = (key: string, other: string, step: Step): void => {
    const known = neighbours.get(key) ?? []
    neighbours.set(key, known)
    known.push({ key: other, step })
  }
  for (const step of steps) {
    const [a, b] = [identifierKey(step.a), identifierKey(step.b)]
    note(a, b, step)
    note(b, a, step)
  }
  const [start, end] = [identifierKey(from), identifierKey(to)]
  const cameBy = new Map<string, { readonly from: string; readonly step: Step }>()
  const done = new Set<string>()
  // By the number of refused steps; all that is reached with as few is gone through first.
  let level = [start]
  while (level.length > 0 && !done.has(end)) {
    const next: string[] = []
    const queue = [...level]
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
      if (done.has(key)) continue
      done.add(key)
      for (const { key: other, step } of neighbours.get(key) ?? []) {
        if (done.has(other)) continue
        if (step.refusal === undefined) queue.push(other)
        else next.push(other)
        const isBetter = step.refusal === undefined && cameBy.get(other)?.step.refusal !== undefined
        if (isBetter || !cameBy.has(other)) cameBy.set(other, { from: key, step })
      }
    }
    level = next
  }
  const path: Step[] = []
  for (let key = end; key !== start;) {
    const way = cameBy.get(key)
    if (way === undefined) return []
    path.unshift(way.step)
    key = way.from
  }
  return path
}
