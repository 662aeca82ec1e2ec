import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { everyone } from '../../../shared/profiles/member-store.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, interceptStorage, type Fault } from '../../doubles/storage-calls.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
} from '../../doubles/test-context.ts'
import { aCall, logCalls, type LoggedInit } from '../../factories/calls.ts'

/** Two visitors who become one person, a copy that loses late, one that wins late, a duplicate. */
const blobs: readonly (readonly LoggedInit[])[] = [
  [
    { call: aCall({ messageId: 'a', anonymousId: 'c1' }) },
    { call: aCall({ messageId: 'b', anonymousId: 'c2' }) },
    { call: aCall({ messageId: 'moved', anonymousId: 'c3' }), receivedAt: testNow - 1000 },
  ],
  [
    {
      call: aCall({
        messageId: 'c',
        anonymousId: 'c1',
        userId: 'u1',
        type: 'identify',
        traits: { email: 'a@b.c', plan: 'pro' },
      }),
    },
    { call: aCall({ messageId: 'a', anonymousId: 'c1' }) },
  ],
  [
    { call: aCall({ messageId: 'd', anonymousId: 'c2', userId: 'u1' }) },
    { call: aCall({ messageId: 'moved', anonymousId: 'c1' }), receivedAt: testNow - 90_000 },
    {
      call: aCall({
        messageId: 'e',
        type: 'alias',
        anonymousId: null,
        userId: 'u1',
        previousId: 'c4',
      }),
    },
  ],
]

/** Delivers blobs as a queue does: again and again until each has its receipt. */
async function deliver(
  storage: MemoryStorage,
  names: readonly string[],
  isBad: (call: number) => boolean,
  fault: Fault,
): Promise<number> {
  const faulty = faultyCalls(fault, isBad)
  for (let round = 0; round < 200; round += 1) {
    const context = testContext(storage, interceptStorage(faulty.intercept))
    const open = []
    for (const name of names) {
      const outcome = await unifyBlobs(context, [name]).then(
        (outcomes) => outcomes.get(name),
        () => undefined,
      )
      if (outcome?.kind !== 'done') open.push(name)
    }
    if (open.length === 0) return faulty.calls()
  }
  throw new Error('the blobs are never worked off')
}

async function endState(isBad: (call: number) => boolean, fault: Fault) {
  const storage = memoryStorage()
  const names = blobs.map((calls) => logCalls(storage, calls))
  const calls = await deliver(storage, names, isBad, fault)
  return { storage, calls }
}

async function checkReceipts(storage: MemoryStorage): Promise<void> {
  const receipts = await testContext(storage).receiptStore.list('2026-03-01/12')
  const applied = receipts.reduce((sum, { counters }) => sum + (counters?.applied ?? 0), 0)
  expect([receipts.length, applied]).toEqual([3, 6])
}

describe.each<Fault>(['fails', 'succeeds but answers 500'])('a storage call that %s', (fault) => {
  let clean: { state: string; calls: number }

  beforeAll(async () => {
    const { storage, calls } = await endState(() => false, fault)
    clean = { state: canonicalState(storage), calls }
    expect(await testContext(storage).memberStore.count(everyone)).toEqual({ known: 1, unknown: 0 })
    await checkReceipts(storage)
  })

  it('changes nothing in the end, at whichever call of unify it happens', async () => {
    expect(clean.calls).toBeGreaterThan(50)
    for (let bad = 1; bad <= clean.calls; bad += 1) {
      const { storage } = await endState((call) => call === bad, fault)
      expect(canonicalState(storage), `call ${bad}`).toBe(clean.state)
      expect(unfinished(storage), `call ${bad}`).toEqual([])
      await checkReceipts(storage)
    }
  })

  it('changes nothing in the end, at whichever calls it happens', async () => {
    const badCalls = fc.uniqueArray(fc.integer({ min: 1, max: 2 * clean.calls }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(badCalls, async (bad) => {
        const { storage } = await endState((call) => bad.includes(call), fault)
        expect(canonicalState(storage)).toBe(clean.state)
        expect(unfinished(storage)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
