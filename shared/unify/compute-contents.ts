import { identifierKey } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { computeRows, type ComputedRows } from '../profiles/compute-rows.ts'
import type { NodeFacts } from '../profiles/node-facts.ts'
import type { NodeArchive } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import { allActivities } from './all-activities.ts'
import { factRulesOf, type IdentityContext } from './identity-context.ts'
import { factsOf, type Snapshot } from './snapshot.ts'
import { createTimelineFold } from './timeline-fold.ts'

type ComputeContext = Pick<Context, 'nodeIdOf' | 'nodeStore' | 'archiveStore'> & IdentityContext

/**
 * What the rows of a component must say. Where the facts of a home leave out what matters its
 * timeline is read; almost never. A timeline changes only with the version of its node, which is
 * validated after the rows are written, so the timeline need not be of the moment of the snapshot.
 */
export async function computeContents(
  context: ComputeContext,
  component: readonly Snapshot[],
): Promise<ComputedRows> {
  let facts = component.map(factsOf)
  const archives = new Map(
    component.map(({ identifier, node }) => [identifierKey(identifier), node?.archive]),
  )
  for (;;) {
    const computed = computeRows(facts, context)
    if (computed.incomplete.length === 0) return computed
    const wanted = new Set(computed.incomplete.map(identifierKey))
    facts = await mapLimited(facts, 4, (node) =>
      wanted.has(identifierKey(node.identifier))
        ? readWholeFacts(context, node, archives.get(identifierKey(node.identifier)))
        : Promise.resolve(node),
    )
  }
}

/** The facts of a home with every moment and every attribute. */
async function readWholeFacts(
  context: ComputeContext,
  node: NodeFacts,
  archive: NodeArchive | undefined,
): Promise<NodeFacts> {
  const id = context.nodeIdOf(node.identifier)
  const fold = createTimelineFold(node, factRulesOf(context))
  for await (const activities of allActivities(context, id, archive)) {
    fold.add(activities)
  }
  return fold.wholeFacts()
}
