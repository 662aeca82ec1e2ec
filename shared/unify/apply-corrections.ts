import { identifiersOf, type CorrectionFact } from '../identity/correction.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { identityMetrics } from '../identity/identity-metrics.ts'
import { isTooMany } from '../identity/quarantine.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { addCorrection, addHint, emptyFacts, type NodeFacts } from '../profiles/node-facts.ts'
import type { Context } from '../workspace/context.ts'
import { materialise, type MaterialiseContext } from './materialise.ts'
import { noteNamespaces } from './note-namespaces.ts'
import { openNode } from './open-node.ts'
import { readComponent } from './read-component.ts'
import { settleRows } from './settle-rows.ts'
import { factsOf, isClosed, type Snapshot } from './snapshot.ts'

export type CorrectionContext = MaterialiseContext &
  Pick<
    Context,
    'correctionStore' | 'memberStore' | 'changeFeed' | 'metrics' | 'seenNamespaces' | 'isCurrent'
  >

const mostAttempts = 50

/**
 * Takes what stewards said to its end: it is stored at its first identifier, as events are stored
 * at their homes, with a hint at the second one, and the profiles of everybody concerned are
 * brought up to date. Facts may come in any order and again: whatever was done before is found.
 */
export async function applyCorrections(
  context: CorrectionContext,
  facts: readonly CorrectionFact[],
): Promise<void> {
  await noteNamespaces(context, facts.flatMap(identifiersOf))
  for (const fact of facts) {
    await storeCorrection(context, fact)
    await context.correctionStore.note(fact)
    await openUnlinked(context, fact)
    const rows = await materialise(context, identifiersOf(fact), {
      known: new Map<string, Snapshot>(),
      // What is told again may have been begun at any time since.
      begunAt: Date.parse(fact.at),
      cause: { correctionId: fact.type === 'undo' ? fact.of : fact.id },
    })
    await settleRows(context, rows)
  }
}

/**
 * Closed identifiers that lose a link may be linked to few enough again: they are opened once that
 * is said. So is each end, and whatever somebody may be about to close who has not heard of it.
 */
async function openUnlinked(context: CorrectionContext, fact: CorrectionFact): Promise<void> {
  if (!['exclude', 'held', 'detach'].includes(fact.type)) return
  const ends = identifiersOf(fact)
  await mapLimited(ends, 8, (identifier) => openNode(context, identifier))
  if (fact.type !== 'detach') return
  const others = crowdedNear(context, await readComponent(context, ends), ends)
  await mapLimited(others, 8, (identifier) => openNode(context, identifier))
}

/**
 * What is linked with one of these identifiers and is closed, or has so many links that somebody
 * may be about to close it: whoever is has not read more than is read here.
 */
function crowdedNear(
  { namespaces }: Pick<CorrectionContext, 'namespaces'>,
  near: readonly Snapshot[],
  ends: readonly Identifier[],
): Identifier[] {
  const linked = new Map<string, Set<string>>()
  const add = (from: string, to: string): void => {
    linked.set(from, (linked.get(from) ?? new Set()).add(to))
  }
  for (const { a, b } of near.flatMap((snapshot) => factsOf(snapshot).links)) {
    add(identifierKey(a), identifierKey(b))
    add(identifierKey(b), identifierKey(a))
  }
  const keys = ends.map(identifierKey)
  return near
    .filter((snapshot) => {
      const others = linked.get(identifierKey(snapshot.identifier)) ?? new Set<string>()
      if (!keys.some((key) => others.has(key))) return false
      const definition = namespaces.definition(snapshot.identifier.namespace)
      return isClosed(snapshot) || isTooMany(definition, others.size)
    })
    .map(({ identifier }) => identifier)
}

/**
 * Stores a fact at its identifiers; a hint without a fact says nothing, so that comes first. Once
 * more after it: who closed the node in between saw no reason to keep it.
 */
export async function storeCorrection(
  context: Pick<Context, 'nodeStore' | 'nodeIdOf' | 'metrics'>,
  fact: CorrectionFact,
): Promise<void> {
  const [first, second] = identifiersOf(fact)
  if (first === undefined) return
  const addHintToFirst = async (): Promise<void> => {
    if (second !== undefined) await changeNode(context, second, (facts) => addHint(facts, first))
  }
  await addHintToFirst()
  const isNew = await changeNode(context, first, (facts) => addCorrection(facts, fact))
  await addHintToFirst()
  if (isNew) context.metrics.count(metricOf(fact), 1)
}

function metricOf({ type }: CorrectionFact): string {
  if (type === 'undo') return identityMetrics.undone
  return type === 'held' ? identityMetrics.held : identityMetrics.corrections
}

/** Answers whether there was something to change. */
async function changeNode(
  { nodeStore, nodeIdOf }: Pick<Context, 'nodeStore' | 'nodeIdOf'>,
  identifier: Identifier,
  change: (facts: NodeFacts) => NodeFacts,
): Promise<boolean> {
  const id = nodeIdOf(identifier)
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const base = await nodeStore.read(id)
    const before = base?.facts ?? emptyFacts(identifier)
    const facts = change(before)
    if (facts === before) return false
    if ((await nodeStore.commit(id, { facts, base })).kind === 'committed') return true
  }
  throw new TransientError({ code: 'Contention', message: 'A node changes too often to write.' })
}
