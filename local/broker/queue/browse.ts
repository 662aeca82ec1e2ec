import { expire } from './expire.ts'
import type { QueueMessage, QueueState } from './queue-state.ts'

/** Shows messages in every place, by sequence number, without taking them. */
export function peek<C>(
  state: QueueState<C>,
  range: { readonly from: number; readonly count: number },
  now: number,
): QueueMessage<C>[] {
  expire(state, now)
  // The map keeps the order of insertion, which is that of the numbers except for dead letters:
  // they arrive when they fail and keep the numbers they had.
  const ordered =
    state.deadLetters === undefined
      ? [...state.messages.values()].sort((a, b) => a.sequenceNumber - b.sequenceNumber)
      : state.messages.values()
  const found: QueueMessage<C>[] = []
  for (const message of ordered) {
    if (found.length >= range.count) break
    if (message.sequenceNumber >= range.from) found.push(message)
  }
  return found
}

/** How many messages are where. */
export interface QueueCounts {
  readonly active: number
  readonly scheduled: number
  readonly deferred: number
  readonly locked: number
  readonly deadLetters: number
}

export function countMessages(state: QueueState<unknown>, now: number): QueueCounts {
  expire(state, now)
  const counts = { active: 0, scheduled: 0, deferred: 0, locked: 0 }
  for (const { place } of state.messages.values()) counts[place.kind] += 1
  return { ...counts, deadLetters: state.deadLetters?.messages.size ?? 0 }
}
