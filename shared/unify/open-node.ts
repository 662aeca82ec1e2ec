import type { Identifier } from '../identity/identifier.ts'
import { fanRules } from '../identity/quarantine.ts'
import type { NodeId } from '../identity/node-id.ts'
import { TransientError } from '../platform/errors/errors.ts'
import type { NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import { allActivities } from './all-activities.ts'
import { factRulesOf, type IdentityContext } from './identity-context.ts'
import { recount } from './recount.ts'
import { createTimelineFold } from './timeline-fold.ts'

type NodeContext = Pick<Context, 'nodeIdOf' | 'nodeStore' | 'archiveStore'> & IdentityContext

const mostAttempts = 50

/**
 * Opens a closed node again, unless too many others count even now: its facts are folded from its
 * timeline, and all that was ever linked to it is read through it from now on. The version rises
 * whatever becomes of it, also that of a node that is open: who is about to close it, or counts
 * without what is said by now, must look again.
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

/**
 * The facts of a node without the mark, from its timeline; those of an open one as they are, those
 * of a closed one that stays so with what counts now.
 */
export async function openFacts(
  context: NodeContext,
  id: NodeId,
  { facts, archive }: StoredNode,
): Promise<NodeFacts> {
  if (facts.closed === undefined) return facts
  const fan = await recount(context, id, facts)
  if (fan !== undefined) {
    return { ...facts, closed: { ...facts.closed, fan, rules: fanRules(context.namespaces) } }
  }
  const { closed: _closed, ...open } = facts
  const fold = createTimelineFold({ ...open, links: [] }, factRulesOf(context))
  for await (const activities of allActivities(context, id, archive)) fold.add(activities)
  return fold.facts()
}
