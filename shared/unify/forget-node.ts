import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import type { ArchivePlace } from '../profiles/archive-store.ts'
import { addHint, emptyFacts, type NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import { clearTimeline } from './clear-timeline.ts'

/**
 * Makes a node whose archive is at this place one without events, as if they had been taken out:
 * its version goes on, and hints stay for what it was linked with, because what is read together
 * may never shrink. `undefined` when it was brought back before.
 */
export function forgetNode(
  context: Pick<Context, 'nodeStore'>,
  id: NodeId,
  { blob, offset }: ArchivePlace,
): Promise<StoredNode | undefined> {
  return clearTimeline(context, id, {
    isMeant: ({ place }) => place.blob === blob && place.offset === offset,
    cleared: ({ facts }) => ({ facts: withoutEvents(facts), archive: 'live' }),
  })
}

function withoutEvents({ identifier, homes, links }: NodeFacts): NodeFacts {
  const own = identifierKey(identifier)
  const linked = links.flatMap(({ a, b }) => [a, b]).filter((one) => identifierKey(one) !== own)
  return linked.reduce(addHint, { ...emptyFacts(identifier), homes })
}
