import type { Deadline, Place, QueueMessage, QueueState } from './queue-state.ts'

/** When a message moves on by itself, or `undefined` when it does not. */
export function deadlineOf(message: QueueMessage<unknown>): number | undefined {
  switch (message.place.kind) {
    case 'active':
      return message.expiresAt === Infinity ? undefined : message.expiresAt
    case 'scheduled':
      return message.place.dueAt
    case 'locked':
      return message.place.until
    case 'deferred':
      // Deferred messages expire only when somebody asks for them:
      // https://learn.microsoft.com/azure/service-bus-messaging/message-deferral
      return undefined
  }
}

function pushDeadline<C>(state: QueueState<C>, message: QueueMessage<C>): void {
  const at = deadlineOf(message)
  if (at === undefined) return
  state.deadlines.push({ at, sequenceNumber: message.sequenceNumber })
  if (state.deadlines.size <= 2 * state.messages.size + 1024) return
  // Most entries are of messages long gone, whose time to live may end in weeks: start over.
  state.deadlines.clear()
  for (const current of state.messages.values()) {
    const due = deadlineOf(current)
    if (due === undefined) continue
    state.deadlines.push({ at: due, sequenceNumber: current.sequenceNumber })
  }
}

function forgetLock<C>(state: QueueState<C>, message: QueueMessage<C>): void {
  const current = state.messages.get(message.sequenceNumber)
  if (current?.place.kind === 'locked') state.locks.delete(current.place.token)
}

/** Puts a message, new or known, at a place. */
export function placeMessage<C>(
  state: QueueState<C>,
  message: QueueMessage<C>,
  place: Place,
): QueueMessage<C> {
  const placed = { ...message, place }
  forgetLock(state, message)
  state.messages.set(placed.sequenceNumber, placed)
  if (place.kind === 'active') state.ready.push(placed.sequenceNumber)
  if (place.kind === 'locked') state.locks.set(place.token, placed.sequenceNumber)
  pushDeadline(state, placed)
  return placed
}

/** Takes a message out of the queue. */
export function removeMessage<C>(state: QueueState<C>, message: QueueMessage<C>): void {
  forgetLock(state, message)
  state.messages.delete(message.sequenceNumber)
}

/** Takes the next message whose deadline has passed, skipping outdated entries. */
export function popDue<C>(state: QueueState<C>, now: number): QueueMessage<C> | undefined {
  for (;;) {
    const deadline: Deadline | undefined = state.deadlines.first()
    if (deadline === undefined || deadline.at > now) return undefined
    state.deadlines.pop()
    const message = state.messages.get(deadline.sequenceNumber)
    if (message !== undefined && deadlineOf(message) === deadline.at) return message
  }
}
