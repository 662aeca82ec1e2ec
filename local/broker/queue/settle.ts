import { failDelivery, moveToDeadLetters, returnMessage } from './end-delivery.ts'
import type { DeadLetterReason } from './end-delivery.ts'
import { expire } from './expire.ts'
import { placeMessage, removeMessage } from './place-message.ts'
import type { QueueMessage, QueueState } from './queue-state.ts'

type Revision<C> = {
  /** Applies the properties that the receiver changes. */
  readonly revise?: ((content: C) => C) | undefined
}

/** What a receiver decides about a message that it holds. */
export type Settlement<C> =
  | { readonly kind: 'complete' }
  | ({ readonly kind: 'abandon' } & Revision<C>)
  | ({ readonly kind: 'defer' } & Revision<C>)
  | ({ readonly kind: 'dead-letter' } & Revision<C> & DeadLetterReason)
  /** Gives the message back without counting a failed delivery. */
  | { readonly kind: 'release' }

export type Settled =
  | { readonly kind: 'settled' }
  | { readonly kind: 'lock-lost' }
  /** A dead letter cannot be dead-lettered. */
  | { readonly kind: 'not-allowed' }

function findLocked<C>(state: QueueState<C>, token: string): QueueMessage<C> | undefined {
  const sequenceNumber = state.locks.get(token)
  return sequenceNumber === undefined ? undefined : state.messages.get(sequenceNumber)
}

/** Ends the lock with this token as the receiver decides. */
export function settle<C>(
  state: QueueState<C>,
  token: string,
  settlement: Settlement<C>,
  now: number,
): Settled {
  expire(state, now)
  const locked = findLocked(state, token)
  if (locked === undefined) return { kind: 'lock-lost' }
  const revise = 'revise' in settlement ? settlement.revise : undefined
  const message = revise === undefined ? locked : { ...locked, content: revise(locked.content) }
  switch (settlement.kind) {
    case 'complete':
      removeMessage(state, message)
      break
    case 'abandon':
      failDelivery(state, message, now)
      break
    case 'release':
      returnMessage(state, message, now)
      break
    case 'defer':
      placeMessage(state, message, { kind: 'deferred' })
      break
    case 'dead-letter': {
      const { reason, description } = settlement
      if (!moveToDeadLetters(state, message, { reason, description }))
        return { kind: 'not-allowed' }
    }
  }
  return { kind: 'settled' }
}

/** Renews a lock; answers its new end, or `undefined` when the lock is lost. */
export function renewLock<C>(state: QueueState<C>, token: string, now: number): number | undefined {
  expire(state, now)
  const message = findLocked(state, token)
  if (message?.place.kind !== 'locked') return undefined
  const until = now + state.rules.lockDuration
  placeMessage(state, message, { ...message.place, until })
  return until
}
