import { blobTime, readHour } from '../jobs/sweep.ts'
import { hourOfBlob } from '../collect/event-log.ts'
import { PasserbyError } from '../platform/errors/errors.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { Receipt } from '../unify/receipt-store.ts'
import { readBlob, type BlobEvents } from '../unify/read-blob.ts'
import type { VerifyContext } from './verify-context.ts'

/** Blobs that are read together. */
export interface LogBatch {
  readonly blobs: readonly ReadBlob[]
  /** The last of them. */
  readonly last: string
}

export interface ReadBlob extends WholeBlob {
  readonly receipt: Receipt
}

/** A blob as far as it can be read. */
export interface WholeBlob extends BlobEvents {
  /** Why nothing of it can be read, where that is so. */
  readonly unreadable?: string
}

export interface LogWalk {
  /** Blobs that are younger are left out, in milliseconds. */
  readonly until: number
  /** Blobs up to this one are left out. */
  readonly after: string | undefined
  /** A batch is closed at so many events. */
  readonly mostEvents: number
  /** Blobs that were found not worked off before. */
  readonly leftOut: ReadonlySet<string>
  /** Is told which blobs of an hour are not worked off. */
  readonly onOpen?: (blobs: readonly string[]) => void
  /** Is asked now and then whether to go on. */
  readonly goesOn: () => Promise<boolean>
}

/** A batch is closed at so much text as well, in characters. */
const mostText = 32 * 1024 * 1024
const blobsAtOnce = 4

/**
 * The blobs that are worked off, in order, in batches; ends early, and silently, where `goesOn`
 * says so.
 */
export async function* walkLog(context: VerifyContext, walk: LogWalk): AsyncGenerator<LogBatch> {
  const { after = '', until, mostEvents, leftOut, onOpen, goesOn } = walk
  let batch: ReadBlob[] = []
  const isFull = (): boolean =>
    sum(batch, ({ events }) => events.length) >= mostEvents ||
    sum(batch, ({ size }) => size) >= mostText
  for (const hour of await context.eventLog.hours(after === '' ? '' : hourOfBlob(after))) {
    const { open, receipts } = await readHour(context, hour)
    const failed = receipts.filter(({ status }) => status === 'failed')
    onOpen?.([...open, ...failed.map(({ blob }) => blob)].filter((blob) => blobTime(blob) <= until))
    const done = receipts
      .filter(({ blob, status }) => status === 'done' && blob > after && blobTime(blob) <= until)
      .filter(({ blob }) => !leftOut.has(blob))
      .sort((a, b) => (a.blob < b.blob ? -1 : 1))
    for (let start = 0; start < done.length; start += blobsAtOnce) {
      const part = done.slice(start, start + blobsAtOnce)
      batch.push(
        ...(await mapLimited(part, blobsAtOnce, async (receipt) => ({
          ...(await readWhole(context, receipt.blob)),
          receipt,
        }))),
      )
      if (!(await goesOn())) return
      if (isFull()) {
        yield batchOf(batch)
        batch = []
      }
    }
  }
  if (batch.length > 0) yield batchOf(batch)
}

/** Reads a blob; one that can be read no more has nothing. */
export async function readWhole(context: VerifyContext, blob: string): Promise<WholeBlob> {
  const { namespaces, identity, eventLog } = context
  try {
    const settings = { namespaces, logoutEvents: identity.logoutEvents }
    return await readBlob(eventLog, blob, settings)
  } catch (error) {
    if (error instanceof PasserbyError && error.retryable) throw error
    const unreadable = error instanceof Error ? error.message : 'unknown'
    return { blob, events: [], facts: [], badLines: [], size: 0, unreadable }
  }
}

function batchOf(blobs: readonly ReadBlob[]): LogBatch {
  return { blobs, last: blobs.at(-1)?.blob ?? '' }
}

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((total, item) => total + figure(item), 0)
}
