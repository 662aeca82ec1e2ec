import { identifiersOf } from '../identity/correction.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { identityMetrics } from '../identity/identity-metrics.ts'
import type { IdentityLink } from '../identity/identity-link.ts'
import { fanRules } from '../identity/quarantine.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { NodeId } from '../identity/node-id.ts'
import type { ClosedMark, NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { ComputedRows } from '../profiles/compute-rows.ts'
import type { Context } from '../workspace/context.ts'
import { allActivities } from './all-activities.ts'
import { factRulesOf, type IdentityContext } from './identity-context.ts'
import { factsOf, type Snapshot } from './snapshot.ts'
import { createTimelineFold } from './timeline-fold.ts'

type CloseContext = Pick<
  Context,
  'now' | 'nodeStore' | 'profileStore' | 'archiveStore' | 'metrics'
> &
  IdentityContext

/**
 * Closes what is quarantined, once every row of the component has been written and validated so:
 * from then on reading stops there. Only while the node is the one that the rows rest on; where it
 * is not, whoever changed it comes here too.
 */
export async function closeNodes(
  context: CloseContext,
  component: readonly Snapshot[],
  toClose: ComputedRows['toClose'],
): Promise<void> {
  const byKey = new Map(component.map((item) => [identifierKey(item.identifier), item]))
  await mapLimited(toClose, 8, async ({ identifier, fan }) => {
    const snapshot = byKey.get(identifierKey(identifier))
    if (snapshot?.node === undefined) return
    if (snapshot.row === undefined) await writeFirstRow(context, snapshot.id)
    const base = snapshot.node
    const hints = [...base.facts.homes, ...snapshot.hintRows]
    // Whoever read them together before may have left rows, and comes back for them.
    await context.nodeStore.addHintRows(snapshot.id, hints, 'passed')
    const mark = { fan, rules: fanRules(context.namespaces), at: context.now() }
    const said = hints.filter((home) => isNamedAt(byKey.get(identifierKey(home)), identifier))
    const facts = await closedFacts(context, snapshot, { base, mark, said })
    const { kind } = await context.nodeStore.commit(snapshot.id, { facts, base })
    if (kind === 'committed') context.metrics.count(identityMetrics.quarantined, 1)
  })
}

/**
 * Under rules that allow more it may be somebody again, and only who has a row is found then.
 * Where there is one by now it is somebody else's, who has seen the same or more.
 */
async function writeFirstRow(
  { profileStore, now }: Pick<CloseContext, 'profileStore' | 'now'>,
  id: NodeId,
): Promise<void> {
  const version = profileStore.firstVersion + 1
  const content = { kind: 'detached' } as const
  await profileStore.write(
    id,
    { content, version, owed: [], evaluatedAt: now(), history: [] },
    undefined,
  )
}

/**
 * The facts of a home that is nobody's device: no moments where only that device tells them, no
 * evidence of links that say nothing, hints in rows of their own, but for those to what stewards
 * said: that holds for a closed identifier too.
 */
async function closedFacts(
  context: CloseContext,
  { id, identifier }: Snapshot,
  {
    base: { facts, archive },
    mark: closed,
    said: homes,
  }: {
    readonly base: StoredNode
    readonly mark: ClosedMark
    readonly said: readonly Identifier[]
  },
): Promise<NodeFacts> {
  const base = { ...facts, links: [], homes, closed, hasHintRows: true }
  const fold = createTimelineFold(base, factRulesOf(context))
  for await (const activities of allActivities(context, id, archive)) fold.add(activities)
  const folded = fold.facts()
  return { ...folded, links: folded.links.map((link) => withoutEvidence(link, identifier)) }
}

function isNamedAt(home: Snapshot | undefined, identifier: Identifier): boolean {
  const key = identifierKey(identifier)
  const said = home === undefined ? [] : factsOf(home).corrections
  return said.flatMap(identifiersOf).some((named) => identifierKey(named) === key)
}

function withoutEvidence(link: IdentityLink, identifier: Identifier): IdentityLink {
  const key = identifierKey(identifier)
  const isOwn = [link.a, link.b].some((end) => identifierKey(end) === key)
  return isOwn ? { ...link, evidence: [] } : link
}
