import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { everyone } from '../../../shared/profiles/member-store.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, type Fault } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { logCalls } from '../../factories/calls.ts'
import { sharedDevice } from './shared-device.ts'
import { stewardAndVisitors } from './steward-and-visitors.ts'
import { deliver, type Story } from './story.ts'
import { twoVisitors } from './two-visitors.ts'

async function endState(story: Story, isBad: (call: number) => boolean, fault: Fault) {
  const storage = memoryStorage()
  const names = story.blobs.map((calls) => logCalls(storage, calls))
  const faulty = faultyCalls(fault, isBad)
  await deliver({ storage, story }, names, faulty.intercept)
  return { storage, calls: faulty.calls() }
}

async function checkReceipts(storage: MemoryStorage, story: Story): Promise<void> {
  const receipts = await testContext(storage).receiptStore.list('2026-03-01/12')
  const applied = receipts.reduce((sum, { counters }) => sum + (counters?.applied ?? 0), 0)
  expect([receipts.length, applied]).toEqual([3, story.applied])
}

const cases = [twoVisitors, sharedDevice, stewardAndVisitors].flatMap((story) =>
  (['fails', 'succeeds but answers 500'] as const).map((fault) => ({ story, fault })),
)

describe.each(cases)('of $story.name, a storage call that $fault', ({ story, fault }) => {
  let clean: { state: string; calls: number }

  beforeAll(async () => {
    const { storage, calls } = await endState(story, () => false, fault)
    clean = { state: canonicalState(storage), calls }
    expect(await testContext(storage).memberStore.count(everyone)).toEqual(story.members)
    await checkReceipts(storage, story)
  })

  it('changes nothing in the end, at whichever call of unify it happens', async () => {
    expect(clean.calls).toBeGreaterThan(50)
    for (let bad = 1; bad <= clean.calls; bad += 1) {
      const { storage } = await endState(story, (call) => call === bad, fault)
      expect(canonicalState(storage), `call ${bad}`).toBe(clean.state)
      expect(unfinished(storage), `call ${bad}`).toEqual([])
      await checkReceipts(storage, story)
    }
  })

  it('changes nothing in the end, at whichever calls it happens', async () => {
    const badCalls = fc.uniqueArray(fc.integer({ min: 1, max: 2 * clean.calls }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(badCalls, async (bad) => {
        const { storage } = await endState(story, (call) => bad.includes(call), fault)
        expect(canonicalState(storage)).toBe(clean.state)
        expect(unfinished(storage)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
