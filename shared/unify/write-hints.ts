import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { addHint, emptyFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import type { Claim } from './claim-messages.ts'
import { renew, type RenewedNode, type Snapshots } from './snapshot.ts'

const mostAttempts = 50

/**
 * Names the home at each other identifier of the events, so that who starts from one of those
 * finds the event. Written before the event itself: a hint without a fact links nothing, a fact
 * without a hint would not be found.
 */
export async function writeHints(
  context: Pick<Context, 'nodeStore' | 'nodeIdOf'>,
  claims: readonly Claim[],
  snapshots: Snapshots,
): Promise<void> {
  const wanted = new Map<string, { identifier: Identifier; homes: Identifier[] }>()
  for (const { event, entry } of claims) {
    if (entry.home === undefined) continue
    const homeKey = identifierKey(entry.home)
    for (const identifier of [...event.identifiers, ...event.previous]) {
      const key = identifierKey(identifier)
      if (key === homeKey) continue
      if (hasLink(snapshots, entry.home, identifier)) continue
      const target = wanted.get(key) ?? { identifier, homes: [] }
      target.homes.push(entry.home)
      wanted.set(key, target)
    }
  }
  await mapLimited([...wanted.values()], 8, async ({ identifier, homes }) => {
    const known = snapshots.get(identifierKey(identifier))?.node
    renew(snapshots, identifier, await hintAt(context, { identifier, homes, known }))
  })
}

/** Where the home shows the link already the hint stands: it was written first, and stays. */
function hasLink(snapshots: Snapshots, home: Identifier, identifier: Identifier): boolean {
  const links = snapshots.get(identifierKey(home))?.node?.facts.links ?? []
  const key = identifierKey(identifier)
  return links.some(({ a, b }) => identifierKey(a) === key || identifierKey(b) === key)
}

interface HintTarget {
  readonly identifier: Identifier
  readonly homes: readonly Identifier[]
  readonly known: StoredNode | undefined
}

async function hintAt(
  context: Pick<Context, 'nodeStore' | 'nodeIdOf'>,
  { identifier, homes, known }: HintTarget,
): Promise<RenewedNode> {
  const id = context.nodeIdOf(identifier)
  let base = known
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const unbroken = attempt === 0
    const before = base?.facts ?? emptyFacts(identifier)
    if (base !== undefined && before.closed !== undefined) {
      await context.nodeStore.addHintRows(id, homes, 'unpassed')
      // Whoever opens it from now on finds the rows.
      if ((await context.nodeStore.readVersion(id)) === base.version)
        return { node: base, unbroken }
      base = await context.nodeStore.read(id)
      continue
    }
    const facts = homes.reduce(addHint, before)
    if (facts === before) return { node: base, unbroken }
    const outcome = await context.nodeStore.commit(id, { facts, base })
    if (outcome.kind === 'committed') return { node: outcome.node, unbroken }
    base = await context.nodeStore.read(id)
  }
  throw new TransientError({ code: 'Contention', message: 'A node changes too often to write.' })
}
