import { PasserbyError } from '../platform/errors/errors.ts'
import { moveMark, noMark, readHour } from '../jobs/sweep.ts'
import type { Receipt } from '../unify/receipt-store.ts'
import { tryBlobs } from '../unify/try-blobs.ts'
import { unifyBlobs } from '../unify/unify-blobs.ts'
import type { Context } from '../workspace/context.ts'

export interface Replay {
  readonly live: Context
  /** The generation that is filled. */
  readonly target: Context
  /** Is told how many events are worked off; answers whether to go on. */
  readonly goesOn: (done: number) => Promise<boolean>
  /** False once the generation can take the place of the live one no more. */
  readonly isWanted: () => Promise<boolean>
}

/**
 * A batch is closed at so many events, or blobs: few enough that a worker tells of itself before
 * it is taken for dead, also where storage is slow.
 */
const mostEvents = 1000
const mostBlobs = 64

/**
 * Works off every log blob that the live generation has worked off and the other one has not; the
 * others are still to come to whichever is live then. Receipts say what is done, so it may stop
 * anywhere. Answers how many blobs it found to do, or why it stopped.
 */
export async function replay(input: Replay): Promise<number | 'stopped' | 'outdated'> {
  const { live, target, goesOn, isWanted } = input
  const mark = (await target.runStore.readMark())?.mark
  const hours = await live.eventLog.hours(mark?.hour ?? '')
  let done = mark?.totals['accepted'] ?? 0
  let found = 0
  for (const [index, hour] of hours.entries()) {
    const { open, receipts } = await openReceipts(live, target, hour)
    done += sumEvents(receipts)
    if (!(await goesOn(done))) return 'stopped'
    for (const batch of batchesOf(open)) {
      if (!(await isWanted())) return 'outdated'
      await workOff(
        target,
        batch.map(({ blob }) => blob),
      )
      found += batch.length
      done += sumEvents(batch)
      if (!(await goesOn(done))) return 'stopped'
    }
    await passHour(target, hour, hours[index + 1])
  }
  return found
}

/** What is worked off of an hour: only in the live generation, and in the other one. */
async function openReceipts(
  live: Pick<Context, 'receiptStore'>,
  target: Pick<Context, 'receiptStore'>,
  hour: string,
): Promise<{ readonly open: readonly Receipt[]; readonly receipts: readonly Receipt[] }> {
  const [all, receipts] = await Promise.all([
    live.receiptStore.list(hour),
    target.receiptStore.list(hour),
  ])
  const names = new Set(receipts.map(({ blob }) => blob))
  return { open: all.filter(({ blob }) => !names.has(blob)), receipts }
}

function batchesOf(receipts: readonly Receipt[]): Receipt[][] {
  const batches: Receipt[][] = []
  let batch: Receipt[] = []
  for (const receipt of receipts) {
    batch.push(receipt)
    if (sumEvents(batch) < mostEvents && batch.length < mostBlobs) continue
    batches.push(batch)
    batch = []
  }
  return batch.length > 0 ? [...batches, batch] : batches
}

function sumEvents(receipts: readonly Receipt[]): number {
  return receipts.reduce((sum, { counters }) => sum + (counters?.accepted ?? 0), 0)
}

async function workOff(target: Context, blobs: readonly string[]): Promise<void> {
  const outcomeOf = await tryBlobs((names) => unifyBlobs(target, names), blobs)
  for (const blob of blobs) {
    const outcome = outcomeOf(blob)
    if (outcome.kind === 'failed') await giveUp(target, blob, outcome.error)
  }
}

/** A blob that cannot be worked off stops no other; what may pass by itself is tried again. */
async function giveUp(target: Context, blob: string, error: unknown): Promise<void> {
  if (error instanceof PasserbyError && error.retryable) throw error
  const reason = error instanceof Error ? error.message : 'unknown'
  const time = target.now()
  await target.receiptStore.giveUp({ blob, status: 'failed', counters: undefined, time, reason })
}

/** Moves the mark behind an hour that is worked off, so that nobody looks at it again. */
async function passHour(target: Context, hour: string, next: string | undefined): Promise<void> {
  const stored = await target.runStore.readMark()
  const mark = stored?.mark ?? noMark
  const { open, receipts } = await readHour(target, hour)
  const hours = [{ hour, receipts, pending: open.length }]
  if (next !== undefined) hours.push({ hour: next, receipts: [], pending: 1 })
  await moveMark(target, { mark, etag: stored?.etag, hours })
}
