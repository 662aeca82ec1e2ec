import type { BrokerContext } from '../broker-context.ts'
import type { EntityRules } from '../entities/read-entities.ts'
import type { QueueCounts } from '../queue/browse.ts'
import type { Entity } from './entity.ts'
import { createQueueEntity } from './queue-entity.ts'
import { createTopicEntity } from './topic-entity.ts'

/** All entities of the broker. */
export interface Namespace {
  /** Finds a queue, topic, subscription or dead-letter queue by its path, in any case. */
  find(path: string): Entity | undefined
  /** Brings every entity to the present. */
  sweep(): void
  /** How many messages are where, by entity path. */
  readonly counts: () => Readonly<Record<string, QueueCounts>>
}

export function createNamespace(rules: EntityRules, context: BrokerContext): Namespace {
  const queues = rules.queues.map((queue) => createQueueEntity(queue, context))
  const topics = rules.topics.map((topic) => createTopicEntity(topic, context))
  const subscriptions = topics.flatMap((topic) => topic.subscriptions)
  const entities = new Map<string, Entity>()
  const add = (path: string, entity: Entity) => entities.set(path.toLowerCase(), entity)

  for (const queue of queues) add(queue.path, { ...queue.main, sink: queue.sink })
  for (const topic of topics) add(topic.path, topic.entity)
  // A subscription has no sink: only its topic sends to it.
  for (const subscription of subscriptions) add(subscription.path, subscription.main)
  for (const { path, deadLetters } of [...queues, ...subscriptions]) {
    add(`${path}/$DeadLetterQueue`, deadLetters)
  }

  return {
    find: (path) => entities.get(path.toLowerCase()),
    sweep() {
      for (const entity of [...topics, ...queues, ...subscriptions]) entity.sweep()
    },
    counts: () =>
      Object.fromEntries(
        [...queues, ...topics, ...subscriptions].map((entity) => [entity.path, entity.counts()]),
      ),
  }
}
