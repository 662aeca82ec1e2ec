import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CorrectionFact } from '../../../shared/identity/correction.ts'
import { unpackJson } from '../../../shared/platform/azure/packed-json.ts'
import type { NodeStore } from '../../../shared/profiles/node-store.ts'
import { restoreFacts } from '../../../shared/profiles/stored-facts.ts'
import type { UnifiedEvent } from '../../../shared/unify/unified-event.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { seededRandom } from '../../factories/random.ts'
import { crowdedWorld, planOf, type CrowdedPlan, type Delivery } from './crowded-world.ts'
import { computeAllAgain, unifyAll, unifyInDisorder, type Workspace } from './live-identity.ts'

const bound = fc.constantFrom(2, 2000)

/** What is ever closed, in all runs. */
let closings = 0

/** All facts in one go, under the rules of the end, by a worker who never closes anything. */
async function wholeState({ workspaces: { after }, deliveries }: CrowdedPlan): Promise<string> {
  const storage = memoryStorage()
  const nodeStore = neverClosing(testContext(storage).nodeStore)
  const { events, corrections } = factsOf(deliveries)
  await unifyAll(storage, { ...after, nodeStore, corrections }, events)
  return canonicalState(storage)
}

/** Somebody seems to be in the way whenever a node is closed, so everything is read, always. */
function neverClosing(store: NodeStore): NodeStore {
  return {
    ...store,
    commit: (id, commit) =>
      commit.facts.closed === undefined
        ? store.commit(id, commit)
        : Promise.resolve({ kind: 'conflict' }),
  }
}

function factsOf(deliveries: readonly Delivery[]) {
  const facts = deliveries.map(({ fact }) => fact)
  return {
    events: facts.filter((fact): fact is UnifiedEvent => 'messageId' in fact),
    corrections: facts.filter((fact): fact is CorrectionFact => 'by' in fact),
  }
}

/** Several workers at once; then the rules change, and a job computes all again meanwhile. */
async function boundedState(
  { workspaces, deliveries }: CrowdedPlan,
  random: () => number,
): Promise<MemoryStorage> {
  const storage = memoryStorage()
  const deliver = (workspace: Workspace, part: readonly Delivery[]): Promise<void> => {
    const { events, corrections } = factsOf(part)
    return unifyInDisorder(storage, { ...workspace, corrections }, { events, random })
  }
  const early = deliveries.filter(({ phase }) => phase === 'before')
  await deliver(workspaces.before, early)
  closings += closedNodes(storage)
  // What got no receipt in time is delivered again.
  const late = deliveries.filter(({ phase }) => phase === 'after' || random() < 0.3)
  await Promise.all([deliver(workspaces.after, late), computeAllAgain(storage, workspaces.after)])
  await computeAllAgain(storage, workspaces.after)
  closings += closedNodes(storage)
  return storage
}

function closedNodes({ tables }: MemoryStorage): number {
  const nodes = tables.identities.rows().filter(([, { rowKey }]) => rowKey === 'node')
  return nodes.filter(([, { cells }]) => restoreFacts(unpackJson(cells)).closed).length
}

/** That who reads only as far as closed identifiers comes to what who reads everything comes to. */
export function boundedReadingSuite(worlds: number): void {
  it('comes to what reading everything comes to', async () => {
    await fc.assert(
      fc.asyncProperty(crowdedWorld, bound, fc.integer(), async (world, most, seed) => {
        const plan = planOf(world, most)
        const storage = await boundedState(plan, seededRandom(seed))
        expect(canonicalState(storage)).toBe(await wholeState(plan))
        expect(unfinished(storage)).toEqual([])
      }),
      { numRuns: worlds },
    )
    expect(closings).toBeGreaterThan(worlds)
  })
}
