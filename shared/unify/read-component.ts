import { identifiersOf } from '../identity/correction.ts'
import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { hintRowsOf } from './hint-rows.ts'
import { factsOf, isClosed, readSnapshot, type Snapshot, type Snapshots } from './snapshot.ts'
import type { SnapshotContext } from './snapshot.ts'

/** Clocks of different hosts differ by less than this, in milliseconds. */
const clockSkew = 3_600_000

export interface ReadOptions {
  /** Snapshots that were read before are used as they are: a version check follows the write. */
  readonly known?: Snapshots
  /**
   * When the work was begun that this goes on with, in milliseconds; Infinity: now. A worker that died may
   * have written rows that it read through an identifier which was closed since; they are found
   * again, because what was closed later than this is read through.
   */
  readonly begunAt?: number
  /** What should be open by now is taken for open, and not written. */
  readonly readOnly?: boolean
}

/**
 * Reads everything that is connected with the given identifiers by links, hints and corrections,
 * breadth first. It stops at closed identifiers: those are read, but of what is stored there only
 * that leads on which is about somebody who was reached otherwise.
 */
export async function readComponent(
  context: SnapshotContext,
  seeds: readonly Identifier[],
  { known, begunAt = Infinity, readOnly = false }: ReadOptions = {},
): Promise<Snapshot[]> {
  const visited = new Map<string, Snapshot>()
  const stops: Snapshot[] = []
  const isPassed = ({ node }: Snapshot): boolean =>
    (node?.facts.closed?.at ?? -Infinity) + clockSkew > begunAt
  const leadsOn = (identifier: Identifier): boolean => {
    const snapshot = visited.get(identifierKey(identifier))
    return snapshot !== undefined && (!isClosed(snapshot) || isPassed(snapshot))
  }
  let level = uniqueIdentifiers(seeds)
  while (level.length > 0) {
    const snapshots = await mapLimited(level, 8, async (identifier) => {
      const early = known?.get(identifierKey(identifier))
      return early ?? (await readSnapshot(context, identifier, { readOnly }))
    })
    for (const snapshot of snapshots) visited.set(identifierKey(snapshot.identifier), snapshot)
    stops.push(...snapshots.filter((snapshot) => isClosed(snapshot) && !isPassed(snapshot)))
    const passed = snapshots.filter((snapshot) => !isClosed(snapshot) || isPassed(snapshot))
    const near = await mapLimited(passed, 8, (snapshot) => neighbours(context, snapshot))
    const behind = stops.flatMap((stop) => othersAt(stop, leadsOn))
    level = uniqueIdentifiers([...near.flat(), ...behind]).filter(
      (identifier) => !visited.has(identifierKey(identifier)),
    )
  }
  return [...visited.values()]
}

async function neighbours(
  context: Pick<SnapshotContext, 'nodeStore'>,
  snapshot: Snapshot,
): Promise<Identifier[]> {
  const { links, homes, corrections } = factsOf(snapshot)
  const rows = isClosed(snapshot)
    ? await hintRowsOf(context, snapshot.id, 'passed')
    : snapshot.hintRows
  const said = corrections.flatMap(identifiersOf)
  return [...links.flatMap(({ a, b }) => [a, b]), ...homes, ...said, ...rows]
}

/**
 * Who is linked, by events stored at a closed identifier, with somebody who was reached, and what
 * stewards say of it.
 */
function othersAt(stop: Snapshot, leadsOn: (identifier: Identifier) => boolean): Identifier[] {
  const key = identifierKey(stop.identifier)
  const { links, homes, corrections } = factsOf(stop)
  const linked = links.flatMap(({ a, b }) => {
    const isOwn = identifierKey(a) === key || identifierKey(b) === key
    return !isOwn && (leadsOn(a) || leadsOn(b)) ? [a, b] : []
  })
  // Hints that the node has itself are of corrections, and of copies that were taken out.
  return [...linked, ...homes, ...corrections.flatMap(identifiersOf)]
}
