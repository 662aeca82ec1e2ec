import type { AmqpFailure } from './rhea-surface.ts'

/** The conditions with which Service Bus refuses, as its clients know them. */
export const CONDITIONS = {
  argumentError: 'com.microsoft:argument-error',
  decodeError: 'amqp:decode-error',
  internalError: 'amqp:internal-error',
  messageLockLost: 'com.microsoft:message-lock-lost',
  messageNotFound: 'com.microsoft:message-not-found',
  messageSizeExceeded: 'amqp:link:message-size-exceeded',
  notAllowed: 'amqp:not-allowed',
  notFound: 'amqp:not-found',
  notImplemented: 'amqp:not-implemented',
} as const

export const LOCK_LOST: AmqpFailure = {
  condition: CONDITIONS.messageLockLost,
  description:
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
}

export const DEAD_LETTER_REFUSED: AmqpFailure = {
  condition: CONDITIONS.notAllowed,
  description: 'A message in a dead-letter queue cannot be dead-lettered.',
}

/** The largest message, or batch, of the standard tier. */
export const MAX_MESSAGE_SIZE = 262_144

/** Says why a message is too large, or `undefined` when it is not. */
export function sizeFailure(size: number): AmqpFailure | undefined {
  if (size <= MAX_MESSAGE_SIZE) return undefined
  return {
    condition: CONDITIONS.messageSizeExceeded,
    description: `The received message (size:${size} bytes) exceeds the limit (${MAX_MESSAGE_SIZE} bytes) currently allowed on the link.`,
  }
}
