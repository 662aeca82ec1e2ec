import type { Resolved } from '../identity/explain-identity.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { computeRows, type ComputedRows } from '../profiles/compute-rows.ts'
import type { NodeFacts } from '../profiles/node-facts.ts'
import type { NodeArchive } from '../profiles/node-store.ts'
import { resolveNodes } from '../profiles/resolve-nodes.ts'
import type { Context } from '../workspace/context.ts'
import { allActivities } from './all-activities.ts'
import { factRulesOf, type IdentityContext } from './identity-context.ts'
import { factsOf, type Snapshot } from './snapshot.ts'
import { createTimelineFold } from './timeline-fold.ts'

type ComputeContext = Pick<Context, 'nodeIdOf' | 'nodeStore' | 'archiveStore'> & IdentityContext

/** What the rows of a component must say. */
export async function computeContents(
  context: ComputeContext,
  component: readonly Snapshot[],
): Promise<ComputedRows> {
  return computeFrom(context, component, (facts) => computeRows(facts, context))
}

/** Who is who in a component, and why. */
export async function resolveComponent(
  context: ComputeContext,
  component: readonly Snapshot[],
): Promise<Resolved> {
  const nodes = await computeFrom(context, component, (facts) => {
    const resolved = resolveNodes(facts, context)
    return { resolved, incomplete: resolved.kind === 'incomplete' ? resolved.incomplete : [] }
  })
  if (nodes.resolved.kind === 'resolved') return nodes.resolved
  throw new Error('a component stays incomplete')
}

/**
 * Computes from the facts of a component. Where those of a home leave out what matters its timeline
 * is read; almost never. A timeline changes only with the version of its node, which is validated
 * after rows are written, so the timeline need not be of the moment of the snapshot.
 */
async function computeFrom<T extends { readonly incomplete: readonly Identifier[] }>(
  context: ComputeContext,
  component: readonly Snapshot[],
  compute: (facts: readonly NodeFacts[]) => T,
): Promise<T> {
  let facts = component.map(factsOf)
  const archives = new Map(
    component.map(({ identifier, node }) => [identifierKey(identifier), node?.archive]),
  )
  for (;;) {
    const computed = compute(facts)
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
