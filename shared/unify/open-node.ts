import type { Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { TransientError } from '../platform/errors/errors.ts'
import type { NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import { allActivities } from './all-activities.ts'
import { factRulesOf, type IdentityContext } from './identity-context.ts'
import { createTimelineFold } from './timeline-fold.ts'

type NodeContext = Pick<Context, 'nodeIdOf' | 'nodeStore' | 'archiveStore'> & IdentityContext

const mostAttempts = 50

/**
 * Opens a closed node again: its facts are folded from its timeline, and all that was ever linked
 * to it is read through it from now on. The version of a node that is open rises all the same: who
 * is about to close it must look again.
 */
export async function openNode(
  context: NodeContext,
  identifier: Identifier,
): Promise<StoredNode | undefined> {
  const id = context.nodeIdOf(identifier)
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const base = await context.nodeStore.read(id)
    if (base === undefined) return undefined
    const facts = await openFacts(context, id, base)
    const outcome = await context.nodeStore.commit(id, { facts, base })
    if (outcome.kind === 'committed') return outcome.node
  }
  throw new TransientError({ code: 'Contention', message: 'A node changes too often to open.' })
}

/** The facts of a node without the mark, from its timeline; those of an open one as they are. */
export async function openFacts(
  context: Pick<NodeContext, 'nodeStore' | 'archiveStore'> & IdentityContext,
  id: NodeId,
  { facts, archive }: StoredNode,
): Promise<NodeFacts> {
  if (facts.closed === undefined) return facts
  const { closed: _closed, ...open } = facts
  const fold = createTimelineFold({ ...open, links: [] }, factRulesOf(context))
  for await (const activities of allActivities(context, id, archive)) fold.add(activities)
  return fold.facts()
}
