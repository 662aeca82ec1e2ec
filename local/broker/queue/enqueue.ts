import { expire } from './expire.ts'
import { placeMessage, removeMessage } from './place-message.ts'
import type { QueueState } from './queue-state.ts'

/** A message as it arrives. */
export interface Submission<C> {
  readonly messageId: string
  readonly content: C
  /** Milliseconds; the queue's own limit applies when it is shorter. */
  readonly timeToLive: number | undefined
  /** When the message becomes available, in milliseconds; the past means at once. */
  readonly scheduledFor: number | undefined
  /** The number that the topic gave it, for a subscription's copy. */
  readonly topicSequenceNumber?: number
}

export type Enqueued =
  | { readonly kind: 'accepted'; readonly sequenceNumber: number }
  /** The message id is remembered: the message is dropped and its sender told nothing. */
  | { readonly kind: 'duplicate'; readonly sequenceNumber: number }

export function enqueue<C>(state: QueueState<C>, submission: Submission<C>, now: number): Enqueued {
  expire(state, now)
  const { messageId, content, scheduledFor } = submission
  const known = state.history.get(messageId)
  if (known !== undefined) return { kind: 'duplicate', sequenceNumber: known.sequenceNumber }
  const sequenceNumber = state.nextSequenceNumber++
  if (state.rules.duplicateWindow !== undefined) {
    state.history.set(messageId, { until: now + state.rules.duplicateWindow, sequenceNumber })
  }
  const timeToLive = Math.min(submission.timeToLive ?? Infinity, state.rules.timeToLive)
  const message = {
    sequenceNumber,
    enqueuedSequenceNumber: submission.topicSequenceNumber ?? sequenceNumber,
    messageId,
    content,
    timeToLive,
    enqueuedAt: now,
    expiresAt: now + timeToLive,
    deliveryCount: 0,
    deadLetter: undefined,
    place: { kind: 'active' },
  } as const
  const later = scheduledFor !== undefined && scheduledFor > now
  placeMessage(state, message, later ? { kind: 'scheduled', dueAt: scheduledFor } : message.place)
  return { kind: 'accepted', sequenceNumber }
}

/**
 * Takes scheduled messages back by sequence number: all of them, or none and false when one is not
 * scheduled (any more).
 */
export function cancelScheduled<C>(
  state: QueueState<C>,
  sequenceNumbers: readonly number[],
  now: number,
): boolean {
  expire(state, now)
  const messages = sequenceNumbers.map((sequenceNumber) => state.messages.get(sequenceNumber))
  if (!messages.every((message) => message?.place.kind === 'scheduled')) return false
  for (const message of messages) if (message !== undefined) removeMessage(state, message)
  return true
}
