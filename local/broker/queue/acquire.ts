import { expireMessage } from './end-delivery.ts'
import { expire } from './expire.ts'
import { placeMessage, removeMessage } from './place-message.ts'
import type { QueueMessage, QueueState } from './queue-state.ts'

/** Holds messages under a lock, or takes them out of the queue at once (receive and delete). */
export type AcquireMode =
  { readonly kind: 'lock'; readonly newToken: () => string } | { readonly kind: 'delete' }

function hold<C>(
  state: QueueState<C>,
  message: QueueMessage<C>,
  mode: AcquireMode,
  now: number,
): QueueMessage<C> {
  if (mode.kind === 'delete') {
    removeMessage(state, message)
    return message
  }
  return placeMessage(state, message, {
    kind: 'locked',
    token: mode.newToken(),
    until: now + state.rules.lockDuration,
    returnsTo: message.place.kind === 'deferred' ? 'deferred' : 'active',
  })
}

/** Gives the oldest active message to a receiver. */
export function acquireNext<C>(
  state: QueueState<C>,
  mode: AcquireMode,
  now: number,
): QueueMessage<C> | undefined {
  expire(state, now)
  for (;;) {
    const sequenceNumber = state.ready.pop()
    if (sequenceNumber === undefined) return undefined
    const message = state.messages.get(sequenceNumber)
    if (message?.place.kind === 'active') return hold(state, message, mode, now)
  }
}

/**
 * Gives deferred messages to a receiver by sequence number: all of them, or none and `undefined`
 * when one is not deferred (any more). This is where deferred messages expire.
 */
export function acquireDeferred<C>(
  state: QueueState<C>,
  sequenceNumbers: readonly number[],
  mode: AcquireMode,
  now: number,
): QueueMessage<C>[] | undefined {
  expire(state, now)
  const wanted = [...new Set(sequenceNumbers)].map((number) => state.messages.get(number))
  const found = wanted.filter((message) => message?.place.kind === 'deferred')
  const messages = found.filter((message) => message !== undefined)
  const expired = messages.filter((message) => message.expiresAt <= now)
  for (const message of expired) expireMessage(state, message)
  if (expired.length > 0 || messages.length < wanted.length) return undefined
  return messages.map((message) => hold(state, message, mode, now))
}
