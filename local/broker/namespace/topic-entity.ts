import type { MessageContent } from '../amqp/message-content.ts'
import type { BrokerContext } from '../broker-context.ts'
import type { TopicRules } from '../entities/read-entities.ts'
import { acquireNext } from '../queue/acquire.ts'
import { countMessages, peek } from '../queue/browse.ts'
import type { QueueCounts } from '../queue/browse.ts'
import { cancelScheduled, enqueue } from '../queue/enqueue.ts'
import type { Submission } from '../queue/enqueue.ts'
import { createQueueState } from '../queue/queue-state.ts'
import type { Entity, Message } from './entity.ts'
import { createQueueEntity } from './queue-entity.ts'
import type { QueueEntity } from './queue-entity.ts'

export interface TopicEntity {
  readonly path: string
  readonly entity: Entity
  readonly subscriptions: readonly QueueEntity[]
  /** Copies scheduled messages that are due to the subscriptions. */
  sweep(): void
  counts(): QueueCounts
}

function copyOf(message: Message): Submission<MessageContent> {
  return {
    messageId: message.messageId,
    content: message.content,
    timeToLive: message.timeToLive,
    scheduledFor: undefined,
    topicSequenceNumber: message.sequenceNumber,
  }
}

/**
 * A topic: an inbox that detects duplicates and keeps scheduled messages. What becomes active in
 * it is copied to every subscription at once; without subscriptions that drops it.
 */
export function createTopicEntity(rules: TopicRules, context: BrokerContext): TopicEntity {
  const inbox = createQueueState<MessageContent>(rules.inbox)
  const subscriptions = rules.subscriptions.map((entry) => createQueueEntity(entry, context))
  const sweep = (): void => {
    const copies: Submission<MessageContent>[] = []
    const take = () => acquireNext(inbox, { kind: 'delete' }, context.clock())
    for (let next = take(); next !== undefined; next = take()) copies.push(copyOf(next))
    if (copies.length === 0) return
    for (const subscription of subscriptions) subscription.sink.submit(copies)
  }
  const entity: Entity = {
    sink: {
      submit(submissions) {
        const now = context.clock()
        const enqueued = submissions.map((submission) => enqueue(inbox, submission, now))
        sweep()
        return enqueued
      },
      cancelScheduled: (numbers) => cancelScheduled(inbox, numbers, context.clock()),
    },
    source: undefined,
    peek: (from, count) => peek(inbox, { from, count }, context.clock()),
  }
  const counts = () => countMessages(inbox, context.clock())
  return { path: rules.inbox.path, entity, subscriptions, sweep, counts }
}
