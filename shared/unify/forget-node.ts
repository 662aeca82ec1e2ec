import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { addHint, emptyFacts, type NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import { clearTimeline } from './clear-timeline.ts'

/**
 * Makes a node that is archived in this blob one without events, as if they had been taken out:
 * its version goes on, and hints stay for what it was linked with, because what is read together
 * may never shrink. `undefined` when it was brought back before.
 */
export function forgetNode(
  context: Pick<Context, 'nodeStore'>,
  id: NodeId,
  blob: string,
): Promise<StoredNode | undefined> {
  return clearTimeline(context, id, {
    isMeant: ({ place }) => place.blob === blob,
    cleared: ({ facts }) => ({ facts: withoutEvents(facts), archive: 'live' }),
  })
}

/** What a steward said stays, it is no event's, and what hints in rows of their own say. */
function withoutEvents(facts: NodeFacts): NodeFacts {
  const { identifier, links } = facts
  const own = identifierKey(identifier)
  const linked = links.flatMap(({ a, b }) => [a, b]).filter((one) => identifierKey(one) !== own)
  const { history, attributes, leftOut, keptAs, lastReceived } = emptyFacts(identifier)
  const bare = { ...facts, links: [], history, attributes, leftOut, keptAs, lastReceived }
  return linked.reduce(addHint, bare)
}
