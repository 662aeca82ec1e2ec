import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { acceptCalls } from '../../../shared/collect/accept-calls.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, interceptStorage, type Fault } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { aCall } from '../../factories/calls.ts'

const bad = { type: 'track', event: 'x' }

/** What a shop sends: three visitors' requests, one with a call that is refused. */
const requests: readonly (readonly object[])[] = [
  [aCall({ messageId: 'a' }), bad, aCall({ messageId: 'b', anonymousId: 'cookie-2' })],
  [aCall({ messageId: undefined, event: 'without an id' })],
  [
    aCall({
      type: 'identify',
      messageId: 'c',
      userId: 'u1',
      traits: { email: 'a@b.c' },
      timestamp: '2026-03-01T11:00:00.000Z',
    }),
  ],
]

interface Run {
  readonly storage: MemoryStorage
  readonly calls: number
  /** How many requests were answered with an error at first. */
  readonly refused: number
}

/** Sends each request until it is answered with success, as clients do, then works off the log. */
async function sendAll(fault: Fault, isBad: (call: number) => boolean): Promise<Run> {
  const storage = memoryStorage()
  const faulty = faultyCalls(fault, isBad)
  const context = testContext(storage, interceptStorage(faulty.intercept))
  let refused = 0
  const send = async (batch: readonly object[]): Promise<void> => {
    const readBody = async () => ({ batch })
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        await acceptCalls(context, { readBody, type: undefined, source: 'web' })
      } catch {
        refused += 1
        continue
      }
      expectInLog(storage, batch)
      return
    }
    throw new Error('never accepted')
  }
  await Promise.all(requests.map(send))
  const calls = faulty.calls()
  await unifyBlobs(testContext(storage), [...storage.eventLog.blobs.keys()])
  return { storage, calls, refused }
}

/** Whoever is told success may forget the events. */
function expectInLog(storage: MemoryStorage, batch: readonly object[]): void {
  const text = [...storage.eventLog.blobs.values()].map((blob) => gunzipSync(blob).toString())
  for (const call of batch) {
    if (call === bad) continue
    const id = (call as { messageId?: string }).messageId ?? 'without an id'
    expect(text.join('')).toContain(`"${id}"`)
  }
}

describe.each<Fault>(['fails', 'succeeds but answers 500'])('a storage call that %s', (fault) => {
  it('loses and doubles nothing, at whichever call of collect it happens', async () => {
    const clean = await sendAll(fault, () => false)
    expect(clean.calls).toBeGreaterThan(1)
    let refused = 0
    for (let call = 1; call <= clean.calls; call += 1) {
      const run = await sendAll(fault, (number) => number === call)
      expect(canonicalState(run.storage), `call ${call}`).toBe(canonicalState(clean.storage))
      expect(unfinished(run.storage)).toEqual([])
      refused += run.refused
    }
    expect(refused).toBeGreaterThan(0)
  })

  it('loses and doubles nothing when it happens again and again', async () => {
    const clean = await sendAll(fault, () => false)
    const run = await sendAll(fault, (call) => call <= 8)
    expect(run.refused).toBeGreaterThan(0)
    expect(canonicalState(run.storage)).toBe(canonicalState(clean.storage))
  })

  it('does not count the refusals of a request that is sent again twice', async () => {
    const { storage } = await sendAll(fault, (call) => call === 1)
    expect(storage.tables.rejects.rows()).toHaveLength(1)
  })
})
