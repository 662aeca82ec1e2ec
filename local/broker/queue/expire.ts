import { expireMessage, failDelivery } from './end-delivery.ts'
import { placeMessage, popDue, removeMessage } from './place-message.ts'
import type { QueueMessage, QueueState } from './queue-state.ts'

/** A scheduled message becomes active as if it was enqueued now, with a new sequence number. */
function activate<C>(state: QueueState<C>, message: QueueMessage<C>, now: number): void {
  removeMessage(state, message)
  const sequenceNumber = state.nextSequenceNumber++
  const activated = {
    ...message,
    sequenceNumber,
    enqueuedSequenceNumber: sequenceNumber,
    enqueuedAt: now,
    expiresAt: now + message.timeToLive,
  }
  placeMessage(state, activated, { kind: 'active' })
}

/**
 * Brings a queue and its dead-letter queue to the present: scheduled messages become active, locks
 * run out, lives end, and message ids are forgotten.
 */
export function expire<C>(state: QueueState<C>, now: number): void {
  for (let due = popDue(state, now); due !== undefined; due = popDue(state, now)) {
    if (due.place.kind === 'scheduled') activate(state, due, now)
    else if (due.place.kind === 'locked') failDelivery(state, due, now)
    else expireMessage(state, due)
  }
  for (const [messageId, { until }] of state.history) {
    if (until > now) break
    state.history.delete(messageId)
  }
  if (state.deadLetters !== undefined) expire(state.deadLetters, now)
}
