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

/**
 * Works off log blobs that came together, as one batch, so that what they share is read and
 * written once. A receipt is written last; a blob that has one is not worked off again.
 */
export async function unifyBlobs(
  context: UnifyBlobsContext,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, BlobOutcome>> {
  const outcomes = new Map<string, BlobOutcome>()
  const read = await mapLimited(blobs, 8, async (blob) => {
    try {
      if ((await context.receiptStore.read(blob)) === undefined)
        return await openBlob(context, blob)
      outcomes.set(blob, { kind: 'done' })
    } catch (error) {
      outcomes.set(blob, { kind: 'failed', error })
    }
    return undefined
  })
  const open = read.filter((events) => events !== undefined)
  if (open.length === 0) return outcomes
  const { claims, failures } = await unifyEvents(
    context,
    open.flatMap(({ events }) => events),
  )
  await mapLimited(open, 8, async (blob) => {
    outcomes.set(blob.blob, await closeBlob(context, blob, { claims, failures }))
  })
  return outcomes
}

function openBlob(context: UnifyBlobsContext, blob: string): Promise<BlobEvents> {
  const { namespaces, identity } = context
  return readBlob(context.eventLog, blob, { namespaces, logoutEvents: identity.logoutEvents })
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
