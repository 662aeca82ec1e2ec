import { noteRejects } from '../collect/note-rejects.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { isSameLocation } from '../profiles/activity.ts'
import type { Context } from '../workspace/context.ts'
import type { Claim } from './claim-messages.ts'
import { readBlob, type BlobEvents } from './read-blob.ts'
import type { BlobCounters } from './receipt-store.ts'
import { unifyEvents, type UnifyContext } from './unify-events.ts'

export type UnifyBlobsContext = UnifyContext &
  Pick<Context, 'eventLog' | 'receiptStore' | 'rejectStore' | 'metrics' | 'identity' | 'logger'>

/** What became of a log blob: worked off (now or before), or not, with the error. */
export type BlobOutcome =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: unknown }

/** How many events are held in memory at once; a blob is never split. */
const mostEvents = 5000

/**
 * Works off log blobs that came together, as one batch, so that what they share is read and
 * written once. A receipt is written last; a blob that has one is not worked off again.
 */
export async function unifyBlobs(
  context: UnifyBlobsContext,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, BlobOutcome>> {
  const outcomes = new Map<string, BlobOutcome>()
  for (let start = 0; start < blobs.length;) {
    const open: BlobEvents[] = []
    for (let events = 0; start < blobs.length && events < mostEvents; start += blobsReadAtOnce) {
      const part = blobs.slice(start, start + blobsReadAtOnce)
      const read = await mapLimited(part, blobsReadAtOnce, (blob) =>
        openBlob(context, blob, outcomes),
      )
      open.push(...read.flat())
      events = open.reduce((sum, blob) => sum + blob.events.length, 0)
    }
    if (open.length > 0) await unifyOpen(context, open, outcomes)
  }
  return outcomes
}

const blobsReadAtOnce = 16

async function unifyOpen(
  context: UnifyBlobsContext,
  open: readonly BlobEvents[],
  outcomes: Map<string, BlobOutcome>,
): Promise<void> {
  const { claims, failures } = await unifyEvents(
    context,
    open.flatMap(({ events }) => events),
  )
  await mapLimited(open, 8, async (blob) => {
    outcomes.set(blob.blob, await closeBlob(context, blob, { claims, failures }))
  })
}

/** The events of a blob; none when it is worked off already, or cannot be read. */
async function openBlob(
  context: UnifyBlobsContext,
  blob: string,
  outcomes: Map<string, BlobOutcome>,
): Promise<BlobEvents[]> {
  const { namespaces, identity } = context
  try {
    if ((await context.receiptStore.read(blob)) === undefined) {
      const settings = { namespaces, logoutEvents: identity.logoutEvents }
      return [await readBlob(context.eventLog, blob, settings)]
    }
    outcomes.set(blob, { kind: 'done' })
  } catch (error) {
    outcomes.set(blob, { kind: 'failed', error })
  }
  return []
}

interface Results {
  readonly claims: ReadonlyMap<string, Claim>
  readonly failures: ReadonlyMap<string, unknown>
}

async function closeBlob(
  context: UnifyBlobsContext,
  blob: BlobEvents,
  { claims, failures }: Results,
): Promise<BlobOutcome> {
  const failed = blob.events.find((event) => failures.has(event.messageId))
  if (failed !== undefined) return { kind: 'failed', error: failures.get(failed.messageId) }
  try {
    await noteBadLines(context, blob)
    const counters = countOutcomes(blob, claims)
    const time = context.now()
    await context.receiptStore.write({ blob: blob.blob, status: 'done', counters, time })
    return { kind: 'done' }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

async function noteBadLines(context: UnifyBlobsContext, blob: BlobEvents): Promise<void> {
  const rejects = blob.badLines.map(({ index, message }) => ({
    code: 'InvalidCall' as const,
    message: `Line ${index} of log blob ${blob.blob}: ${message}`,
  }))
  await noteRejects(context, rejects, { source: 'log', time: context.now() })
}

/** Counts each distinct message once: at the copy that was entered first. */
export function countOutcomes(
  { events, badLines }: BlobEvents,
  claims: ReadonlyMap<string, Claim>,
): BlobCounters {
  const counters = { applied: 0, duplicates: 0, unowned: 0 }
  const refusedIdentifiers: Record<string, number> = {}
  for (const event of events) {
    const entry = claims.get(event.messageId)?.entry
    const isFirst = entry !== undefined && isSameLocation(entry.first, event.location)
    counters[!isFirst ? 'duplicates' : entry.home === undefined ? 'unowned' : 'applied'] += 1
    for (const { reason } of event.refused) {
      refusedIdentifiers[reason] = (refusedIdentifiers[reason] ?? 0) + 1
    }
  }
  const rejected = badLines.length
  return { accepted: events.length + rejected, ...counters, rejected, bots: 0, refusedIdentifiers }
}
