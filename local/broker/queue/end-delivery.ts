import { placeMessage, removeMessage } from './place-message.ts'
import type { QueueMessage, QueueState } from './queue-state.ts'

export interface DeadLetterReason {
  readonly reason: string | undefined
  readonly description: string | undefined
}

/**
 * Moves a message to the dead-letter queue, where it keeps its sequence number and lives for ever.
 * Answers false, and leaves it alone, when it is a dead letter already.
 */
export function moveToDeadLetters<C>(
  state: QueueState<C>,
  message: QueueMessage<C>,
  reason: DeadLetterReason,
): boolean {
  if (state.deadLetters === undefined) return false
  removeMessage(state, message)
  const deadLetter = { source: state.rules.path, ...reason }
  placeMessage(
    state.deadLetters,
    { ...message, deadLetter, expiresAt: Infinity },
    { kind: 'active' },
  )
  return true
}

/** Ends the life of a message whose time to live has passed. */
export function expireMessage<C>(state: QueueState<C>, message: QueueMessage<C>): void {
  if (!state.rules.deadLetterExpired) {
    removeMessage(state, message)
    return
  }
  moveToDeadLetters(state, message, {
    reason: 'TTLExpiredException',
    description: 'The message expired and was dead lettered.',
  })
}

/** Counts a delivery that failed and makes the message available again, or a dead letter. */
export function failDelivery<C>(state: QueueState<C>, message: QueueMessage<C>, now: number): void {
  // The service does not count deliveries of dead letters.
  const deliveryCount = message.deliveryCount + (state.deadLetters === undefined ? 0 : 1)
  const failed = { ...message, deliveryCount }
  if (state.deadLetters !== undefined && deliveryCount >= state.rules.maxDeliveryCount) {
    moveToDeadLetters(state, failed, {
      reason: 'MaxDeliveryCountExceeded',
      description: `Message could not be consumed after ${state.rules.maxDeliveryCount} delivery attempts.`,
    })
    return
  }
  returnMessage(state, failed, now)
}

/** Makes a locked message available again where it was before. */
export function returnMessage<C>(
  state: QueueState<C>,
  message: QueueMessage<C>,
  now: number,
): void {
  const kind = message.place.kind === 'locked' ? message.place.returnsTo : 'active'
  if (kind === 'active' && message.expiresAt <= now) expireMessage(state, message)
  else placeMessage(state, message, { kind })
}
