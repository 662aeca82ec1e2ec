import type { QueueRules } from '../entities/read-entities.ts'
import { createHeap } from './heap.ts'
import type { Heap } from './heap.ts'

/** Where a message is. It is in one place at a time because it has one `place`. */
export type Place =
  | { readonly kind: 'active' }
  | { readonly kind: 'scheduled'; readonly dueAt: number }
  | { readonly kind: 'deferred' }
  | {
      readonly kind: 'locked'
      readonly token: string
      readonly until: number
      /** A deferred message goes back to being deferred when its lock ends. */
      readonly returnsTo: 'active' | 'deferred'
    }

export interface DeadLetterMark {
  readonly source: string
  readonly reason: string | undefined
  readonly description: string | undefined
}

/** A message in a queue; `C` is what the sender sent, which the queue does not look into. */
export interface QueueMessage<C> {
  readonly sequenceNumber: number
  /** The number that the topic gave the message before it copied it to its subscriptions. */
  readonly enqueuedSequenceNumber: number
  readonly messageId: string
  readonly content: C
  /** Milliseconds; `Infinity` when the message lives for ever. */
  readonly timeToLive: number
  readonly enqueuedAt: number
  readonly expiresAt: number
  /** Deliveries that ended without the message being settled for good. */
  readonly deliveryCount: number
  readonly deadLetter: DeadLetterMark | undefined
  readonly place: Place
}

export interface Deadline {
  readonly at: number
  readonly sequenceNumber: number
}

/**
 * A queue's messages and the indexes over them. The two heaps may hold entries of messages that
 * have moved on since; whoever pops an entry compares it with the message.
 */
export interface QueueState<C> {
  readonly rules: QueueRules
  readonly messages: Map<number, QueueMessage<C>>
  readonly ready: Heap<number>
  readonly deadlines: Heap<Deadline>
  readonly locks: Map<string, number>
  /** Message ids and until when they are remembered, oldest first. */
  readonly history: Map<string, { readonly until: number; readonly sequenceNumber: number }>
  /** The dead-letter queue; it has none itself. */
  readonly deadLetters: QueueState<C> | undefined
  nextSequenceNumber: number
}

function createState<C>(rules: QueueRules, deadLetters: QueueState<C> | undefined): QueueState<C> {
  return {
    rules,
    messages: new Map(),
    ready: createHeap((a, b) => a < b),
    deadlines: createHeap((a, b) =>
      a.at === b.at ? a.sequenceNumber < b.sequenceNumber : a.at < b.at,
    ),
    locks: new Map(),
    history: new Map(),
    deadLetters,
    nextSequenceNumber: 1,
  }
}

/** An empty queue with an empty dead-letter queue. */
export function createQueueState<C>(rules: QueueRules): QueueState<C> {
  return createState(rules, createState<C>(rules, undefined))
}
