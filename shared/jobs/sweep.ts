import { hourOfBlob, logHour, startOfHour } from '../collect/event-log.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { BlobCounters, Receipt } from '../unify/receipt-store.ts'
import type { Context } from '../workspace/context.ts'
import type { JobKind } from './job-kind.ts'
import type { SweepMark } from './run-store.ts'

export type SweepContext = Pick<
  Context,
  'now' | 'eventLog' | 'eventQueue' | 'receiptStore' | 'runStore'
>

export interface SweepResult {
  /** Blobs without a receipt. */
  readonly pending: number
  readonly oldestPendingAt: string | null
  /** Blobs that were sent to the queue again. */
  readonly sent: number
}

/** Collect sends a blob's message itself; a younger blob is left to it. */
const youngestMs = 10_000
/** The mark stays this far behind, so that a blob that is still being written is not passed. */
const markLagMs = 60 * 60_000

/**
 * Sends log blobs whose message was lost to the queue again: those without a receipt that are older
 * than the oldest message in the queue. Looks only at hours behind the mark, and moves the mark
 * past hours that are worked off, adding up their receipts.
 */
export async function sweep(context: SweepContext): Promise<SweepResult> {
  const found = await findPending(context)
  const oldestMessage = await context.eventQueue.oldestEnqueuedAt()
  const before = Math.min(oldestMessage ?? Infinity, context.now() - youngestMs)
  const lost = found.pending.filter(({ writtenAt }) => writtenAt < before).map(({ blob }) => blob)
  if (lost.length > 0) await context.eventQueue.announce(lost)
  await moveMark(context, found)
  const oldest = found.pending[0]?.writtenAt
  const oldestPendingAt = oldest === undefined ? null : isoTime(oldest)
  return { pending: found.pending.length, oldestPendingAt, sent: lost.length }
}

export const sweepJob: JobKind = {
  summary: 'sends log blobs again that nobody works off',
  stages: ['sweep'],
  run: async (context) => ({ ...(await sweep(context)) }),
}

export interface HourState {
  readonly hour: string
  readonly receipts: readonly Receipt[]
  readonly pending: number
}

export interface PendingBlob {
  readonly blob: string
  /** In milliseconds; read off the blob's name. */
  readonly writtenAt: number
}

export interface LogState {
  readonly mark: SweepMark
  readonly etag: string | undefined
  readonly hours: readonly HourState[]
  readonly pending: readonly PendingBlob[]
}

/** Where nothing is worked off yet. */
export const noMark: SweepMark = { hour: '', held: [], totals: {} }

/** The hours that the totals leave out, with their receipts and the blobs that have none. */
export async function findPending(
  context: Pick<SweepContext, 'eventLog' | 'receiptStore' | 'runStore'>,
): Promise<LogState> {
  const stored = await context.runStore.readMark()
  const mark = stored?.mark ?? noMark
  const hours: HourState[] = []
  const pending: PendingBlob[] = []
  for (const hour of [...mark.held, ...(await context.eventLog.hours(mark.hour))]) {
    const { open, receipts } = await readHour(context, hour)
    pending.push(...open.map((blob) => ({ blob, writtenAt: blobTime(blob) })))
    hours.push({ hour, receipts, pending: open.length })
  }
  return { mark, etag: stored?.etag, hours, pending }
}

/** The receipts of an hour, and its blobs that have none. */
export async function readHour(
  context: Pick<SweepContext, 'eventLog' | 'receiptStore'>,
  hour: string,
): Promise<{ readonly open: readonly string[]; readonly receipts: readonly Receipt[] }> {
  // Receipts after blobs: a blob worked off in between must not look pending.
  const blobs = await context.eventLog.list(hour)
  const receipts = await context.receiptStore.list(hour)
  const done = new Set(receipts.map(({ blob }) => blob))
  return { open: blobs.filter((blob) => !done.has(blob)), receipts }
}

/**
 * Moves the mark past the first of these hours that are worked off. One with a blob that was given
 * up is held back alone, as a redrive will still change what it adds up to.
 */
export async function moveMark(
  context: Pick<SweepContext, 'now' | 'runStore'>,
  { mark, etag, hours }: Pick<LogState, 'mark' | 'etag' | 'hours'>,
): Promise<void> {
  const latest = logHour(context.now() - markLagMs)
  const later = hours.filter(({ hour }) => !mark.held.includes(hour))
  const open = later.findIndex(({ hour, pending }) => hour >= latest || pending > 0)
  const passed = open === -1 ? later : later.slice(0, open)
  const settled = [...hours.filter(({ hour }) => mark.held.includes(hour)), ...passed].filter(
    isDone,
  )
  if (passed.length === 0 && settled.length === 0) return
  const done = new Set(settled.map(({ hour }) => hour))
  const held = [...mark.held, ...passed.map(({ hour }) => hour)].filter((hour) => !done.has(hour))
  const next = later[passed.length]?.hour ?? latest
  const hour = passed.length === 0 ? mark.hour : next < latest ? next : latest
  const totals = sumCounters(
    mark.totals,
    settled.flatMap(({ receipts }) => receipts),
  )
  await context.runStore.moveMark({ hour, held, totals }, etag)
}

function isDone({ pending, receipts }: HourState): boolean {
  return pending === 0 && !receipts.some(({ status }) => status === 'failed')
}

/** Begins the names of totals of traits that do not count as attributes. */
export const refusedAttribute = 'refusedAttribute'

/** Totals with the counters of receipts added, by name. */
export function sumCounters(
  totals: Readonly<Record<string, number>>,
  receipts: readonly Receipt[],
): Record<string, number> {
  const sums: Record<string, number> = { ...totals }
  const add = (name: string, amount: number): void => {
    sums[name] = (sums[name] ?? 0) + amount
  }
  for (const { counters } of receipts) {
    if (counters === undefined) continue
    const { refusedIdentifiers, refusedAttributes, ...numbers } = counters satisfies BlobCounters
    for (const [name, amount] of Object.entries(numbers)) add(name, amount)
    for (const [reason, amount] of Object.entries(refusedIdentifiers))
      add(`refused:${reason}`, amount)
    for (const [reason, amount] of Object.entries(refusedAttributes))
      add(`${refusedAttribute}:${reason}`, amount)
  }
  return sums
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The moment in a blob's name, in milliseconds: the first ten characters of its ULID. */
export function blobTime(blob: string): number {
  const id = blob.slice(blob.lastIndexOf('/') + 1, blob.lastIndexOf('/') + 11)
  const time = Array.from(id).reduce((sum, digit) => sum * 32 + crockford.indexOf(digit), 0)
  return id.length === 10 && !/[^0-9A-HJKMNP-TV-Z]/.test(id) ? time : startOfHour(hourOfBlob(blob))
}
