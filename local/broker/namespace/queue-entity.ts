import type { MessageContent } from '../amqp/message-content.ts'
import type { BrokerContext } from '../broker-context.ts'
import type { QueueRules } from '../entities/read-entities.ts'
import { countMessages, peek } from '../queue/browse.ts'
import type { QueueCounts } from '../queue/browse.ts'
import { cancelScheduled, enqueue } from '../queue/enqueue.ts'
import { expire } from '../queue/expire.ts'
import { createQueueState } from '../queue/queue-state.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { Entity, MessageSink } from './entity.ts'
import { createQueueSource } from './queue-source.ts'

/** A queue or a subscription, with its dead-letter queue. */
export interface QueueEntity {
  readonly path: string
  readonly sink: MessageSink
  readonly main: Entity
  readonly deadLetters: Entity
  /** Brings the queue to the present and hands out what that made available. */
  sweep(): void
  counts(): QueueCounts
}

function createEntity(
  state: QueueState<MessageContent>,
  context: BrokerContext,
  changed: () => void,
) {
  const source = createQueueSource(state, context, changed)
  const peekFrom: Entity['peek'] = (from, count) => peek(state, { from, count }, context.clock())
  return { sink: undefined, source, peek: peekFrom }
}

export function createQueueEntity(rules: QueueRules, context: BrokerContext): QueueEntity {
  const state = createQueueState<MessageContent>(rules)
  const deadLetterState = state.deadLetters ?? createQueueState<MessageContent>(rules)
  const handOut = (): void => {
    main.source.dispatch()
    deadLetters.source.dispatch()
  }
  const main = createEntity(state, context, handOut)
  const deadLetters = createEntity(deadLetterState, context, handOut)
  const sink: MessageSink = {
    submit(submissions) {
      const now = context.clock()
      const enqueued = submissions.map((submission) => enqueue(state, submission, now))
      handOut()
      return enqueued
    },
    cancelScheduled: (numbers) => cancelScheduled(state, numbers, context.clock()),
  }
  return {
    path: rules.path,
    sink,
    main,
    deadLetters,
    sweep() {
      expire(state, context.clock())
      handOut()
    },
    counts: () => countMessages(state, context.clock()),
  }
}
