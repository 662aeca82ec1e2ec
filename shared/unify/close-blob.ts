import { noteRejects } from '../collect/note-rejects.ts'
import type { ErrorCode } from '../platform/errors/error-catalogue.ts'
import { PasserbyError } from '../platform/errors/errors.ts'
import { isSameLocation } from '../profiles/activity.ts'
import type { AttributeRules } from '../profiles/attribute-rules.ts'
import type { Context } from '../workspace/context.ts'
import type { BlobEvents } from './read-blob.ts'
import type { BlobCounters } from './receipt-store.ts'
import { refusalCounter, refusedAttributes } from './refused-attributes.ts'
import type { UnifyOutcome } from './unify-events.ts'

/** What became of a log blob: worked off (now or before), or not, with the error. */
export type BlobOutcome =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: unknown }

type CloseContext = Pick<
  Context,
  'now' | 'receiptStore' | 'rejectStore' | 'metrics' | 'logger' | 'attributeRules'
>

/**
 * Writes the receipt of a blob whose events are worked off. An event that cannot be worked off
 * however often it is tried goes to the refusals, with the reason; one that may succeed later
 * leaves the blob without a receipt, so that it is delivered again.
 */
export async function closeBlob(
  context: CloseContext,
  blob: BlobEvents,
  outcome: UnifyOutcome,
): Promise<BlobOutcome> {
  const failed = blob.events.find(
    ({ messageId }) =>
      outcome.failures.has(messageId) && !isHopeless(outcome.failures.get(messageId)),
  )
  if (failed !== undefined) return { kind: 'failed', error: outcome.failures.get(failed.messageId) }
  try {
    await noteRejects(context, refusals(blob, outcome), { source: 'log', time: context.now() })
    const counters = countOutcomes(blob, outcome, context.attributeRules)
    const time = context.now()
    await context.receiptStore.write({ blob: blob.blob, status: 'done', counters, time })
    return { kind: 'done' }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

function isHopeless(error: unknown): error is PasserbyError {
  return error instanceof PasserbyError && !error.retryable
}

interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  readonly messageId?: string
}

function refusals({ blob, badLines, events }: BlobEvents, { failures }: UnifyOutcome): Refusal[] {
  const lines = badLines.map(({ index, message }): Refusal => ({
    code: 'InvalidCall',
    message: `Line ${index} of log blob ${blob}: ${message}`,
  }))
  const hopeless = events.flatMap(({ messageId }) => {
    const error = failures.get(messageId)
    return isHopeless(error) ? [{ code: error.code, message: error.message, messageId }] : []
  })
  return [...lines, ...hopeless]
}

/** Counts each distinct message once: at the copy that was entered first. */
export function countOutcomes(
  { events, badLines }: BlobEvents,
  { claims, failures, attributeNames }: UnifyOutcome,
  attributeRules: AttributeRules,
): BlobCounters {
  const counters = { applied: 0, duplicates: 0, unowned: 0, rejected: badLines.length }
  const refusedIdentifiers: Record<string, number> = {}
  const attributes: Record<string, number> = {}
  const kindOf = (event: BlobEvents['events'][number]): keyof typeof counters => {
    if (failures.has(event.messageId)) return 'rejected'
    const entry = claims.get(event.messageId)?.entry
    if (entry === undefined || !isSameLocation(entry.first, event.location)) return 'duplicates'
    return entry.home === undefined ? 'unowned' : 'applied'
  }
  for (const event of events) {
    const kind = kindOf(event)
    counters[kind] += 1
    for (const { reason } of event.refused) {
      refusedIdentifiers[reason] = (refusedIdentifiers[reason] ?? 0) + 1
    }
    if (kind !== 'applied') continue
    for (const refused of refusedAttributes(event, { attributeNames, attributeRules })) {
      const counter = refusalCounter(refused)
      attributes[counter] = (attributes[counter] ?? 0) + 1
    }
  }
  const accepted = events.length + badLines.length
  return { accepted, ...counters, bots: 0, refusedIdentifiers, refusedAttributes: attributes }
}
