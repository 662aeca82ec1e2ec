import { identifiersOf } from '../identity/correction.ts'
import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { Context } from '../workspace/context.ts'
import { factsOf, readSnapshot, type Snapshot, type Snapshots } from './snapshot.ts'

/**
 * Reads everything that is connected with the given identifiers by links, hints and corrections,
 * breadth first.
 * Snapshots that were read before are used as they are: a version check follows the write.
 */
export async function readComponent(
  context: Pick<Context, 'nodeIdOf' | 'profileStore' | 'nodeStore'>,
  seeds: readonly Identifier[],
  known: Snapshots,
): Promise<Snapshot[]> {
  const visited = new Map<string, Snapshot>()
  let level = uniqueIdentifiers(seeds)
  while (level.length > 0) {
    const snapshots = await mapLimited(
      level,
      8,
      async (identifier) =>
        known.get(identifierKey(identifier)) ?? (await readSnapshot(context, identifier)),
    )
    for (const snapshot of snapshots) visited.set(identifierKey(snapshot.identifier), snapshot)
    level = uniqueIdentifiers(snapshots.flatMap(neighbours)).filter(
      (identifier) => !visited.has(identifierKey(identifier)),
    )
  }
  return [...visited.values()]
}

function neighbours(snapshot: Snapshot): Identifier[] {
  const facts = factsOf(snapshot)
  return [
    ...facts.links.flatMap(({ a, b }) => [a, b]),
    ...facts.homes,
    ...facts.corrections.flatMap(identifiersOf),
  ]
}
