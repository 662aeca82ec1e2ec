import { describe, expect, it } from 'vitest'
import { redrive } from '../../../shared/jobs/redrive.ts'
import { findPending, sweep } from '../../../shared/jobs/sweep.ts'
import { stateInfo } from '../../../shared/lookup/state-info.ts'
import { createBlobCombiner } from '../../../shared/unify/blob-combiner.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { unifyMessage } from '../../../shared/unify/unify-message.ts'
import { logBlobName } from '../../../shared/collect/event-log.ts'
import { createNewId } from '../../../shared/platform/ids/new-id.ts'
import { memoryJobQueue } from '../../doubles/memory-queues.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
} from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

const minute = 60_000
const hour = 60 * minute

/** A blob as collect names it, written so long before the tests' clock. */
function blobFromBefore(storage: MemoryStorage, ageMs: number, messageId: string): string {
  const time = testNow - ageMs
  const content = storage.eventLog.blobs.get(logCalls(storage, [{ call: aCall({ messageId }) }]))
  const written = [...storage.eventLog.blobs.keys()].at(-1) ?? ''
  storage.eventLog.blobs.delete(written)
  const blob = logBlobName(time, createNewId(() => time)())
  storage.eventLog.blobs.set(blob, content ?? new Uint8Array())
  return blob
}

describe('sweep', () => {
  it('sends blobs whose message was lost, once they are older than what waits in the queue', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const lost = blobFromBefore(storage, 5 * minute, 'a')
    blobFromBefore(storage, 2 * minute, 'b')
    storage.eventQueue.oldest = testNow - 3 * minute
    expect(await sweep(context)).toMatchObject({ pending: 2, sent: 1 })
    expect([...storage.eventQueue.blobs]).toEqual([lost])
  })

  it('leaves a blob of the last seconds to collect', async () => {
    const storage = memoryStorage()
    blobFromBefore(storage, 3000, 'a')
    expect(await sweep(testContext(storage))).toMatchObject({ pending: 1, sent: 0 })
  })

  it('does not send a blob that has its receipt', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    await unifyBlobs(context, [blobFromBefore(storage, 5 * minute, 'a')])
    expect(await sweep(context)).toMatchObject({ pending: 0, sent: 0 })
  })

  it('moves the mark past hours that are worked off, and the totals with it', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const blobs = [5, 4, 3].map((age) => blobFromBefore(storage, age * hour, `m${age}`))
    await unifyBlobs(context, blobs)
    const before = await stateInfo(context)
    await sweep(context)
    expect((await context.runStore.readMark())?.mark.hour).toBe('2026-03-01/11')
    expect(await stateInfo(context)).toEqual(before)
    expect(before).toMatchObject({ activities: 3, pendingBlobs: 0 })
  })

  it('never moves the mark past a blob without receipt', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    await unifyBlobs(context, [blobFromBefore(storage, 5 * hour, 'a')])
    blobFromBefore(storage, 4 * hour, 'b')
    await sweep(context)
    await sweep(context)
    expect((await context.runStore.readMark())?.mark.hour).toBe('2026-03-01/08')
  })
})

describe('a blob that was given up', () => {
  it('does not keep the mark behind, and counts once it is worked off', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const [bad = '', ...blobs] = [9, 8, 7, 6, 5].map((age) =>
      blobFromBefore(storage, age * hour, `m${age}`),
    )
    await unifyBlobs(context, blobs)
    const { time, reason } = { time: testNow, reason: 'broken' }
    await context.receiptStore.giveUp({
      ...{ blob: bad, status: 'failed', counters: undefined, time, reason },
    })
    const before = await stateInfo(context)
    await sweep(context)
    await sweep(context)
    expect(await stateInfo(context)).toEqual(before)
    expect((await findPending(context)).hours.map((one) => one.hour)).toEqual(['2026-03-01/03'])
    await redrive(context, () => Promise.resolve(true))
    expect((await findPending(context)).pending.map(({ blob }) => blob)).toEqual([bad])
    await sweep(context)
    await unifyBlobs(context, [bad])
    expect(await stateInfo(context)).toMatchObject({ activities: 5 })
    await sweep(context)
    expect((await findPending(context)).hours).toEqual([])
    expect(await stateInfo(context)).toMatchObject({ activities: 5 })
  })
})

describe('a blob that cannot be worked off', () => {
  const giveUp = async (storage: MemoryStorage, blob: string, deliveryCount: number) => {
    const context = testContext(storage)
    const combiner = createBlobCombiner(() => Promise.reject(new Error('storage is broken')))
    const pause = (): Promise<void> => Promise.resolve()
    const delivery = { blob, deliveryCount, maxDeliveryCount: 20, pause }
    await expect(unifyMessage(context, combiner, delivery)).rejects.toThrow('storage is broken')
    return context
  }

  it('gets a failed receipt at the last delivery, not before', async () => {
    const storage = memoryStorage()
    const blob = blobFromBefore(storage, minute, 'a')
    const early = await giveUp(storage, blob, 19)
    expect(await early.receiptStore.read(blob)).toBeUndefined()
    const last = await giveUp(storage, blob, 20)
    expect(await last.receiptStore.read(blob)).toMatchObject({ status: 'failed' })
    expect(await sweep(last)).toMatchObject({ pending: 0, sent: 0 })
  })

  it('is worked off after a redrive', async () => {
    const storage: MemoryStorage = memoryStorage()
    const blob = blobFromBefore(storage, minute, 'a')
    await giveUp(storage, blob, 20)
    const context = { ...testContext(storage), jobQueue: memoryJobQueue([blob]) }
    expect(await redrive(context, () => Promise.resolve(true))).toEqual({
      redriven: 1,
      finished: true,
    })
    expect([...storage.eventQueue.blobs]).toEqual([blob])
    await unifyBlobs(context, [blob])
    expect(await context.receiptStore.read(blob)).toMatchObject({ status: 'done' })
  })

  it('does not stop the others of its batch', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const good = blobFromBefore(storage, minute, 'a')
    const combiner = createBlobCombiner((blobs) => {
      if (blobs.includes('bad')) return Promise.reject(new Error('broken blob'))
      return unifyBlobs(context, blobs)
    })
    const first = combiner.add('bad')
    const results = await Promise.allSettled([first, combiner.add('bad'), combiner.add(good)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })
})
