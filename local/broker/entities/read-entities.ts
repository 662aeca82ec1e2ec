import { entityFileSchema } from './entity-file.ts'
import type { QueueEntry, SubscriptionEntry, TopicEntry } from './entity-file.ts'

/** How a queue or subscription treats its messages; durations are milliseconds. */
export interface QueueRules {
  /** The entity's path, also the dead-letter source of its dead letters. */
  readonly path: string
  readonly lockDuration: number
  readonly maxDeliveryCount: number
  /** `Infinity` when messages live for ever. */
  readonly timeToLive: number
  readonly deadLetterExpired: boolean
  /** How long a message id is remembered, or `undefined` without duplicate detection. */
  readonly duplicateWindow: number | undefined
}

/** A topic's own rules, and one set of rules for each of its subscriptions. */
export interface TopicRules {
  readonly inbox: QueueRules
  readonly subscriptions: readonly QueueRules[]
}

export interface EntityRules {
  readonly queues: readonly QueueRules[]
  readonly topics: readonly TopicRules[]
}

function duplicateWindow(properties: QueueEntry['Properties'] | TopicEntry['Properties']) {
  return properties.RequiresDuplicateDetection
    ? properties.DuplicateDetectionHistoryTimeWindow
    : undefined
}

function consumable(path: string, properties: SubscriptionEntry['Properties']) {
  return {
    path,
    lockDuration: properties.LockDuration,
    maxDeliveryCount: properties.MaxDeliveryCount,
    timeToLive: properties.DefaultMessageTimeToLive ?? Infinity,
    deadLetterExpired: properties.DeadLetteringOnMessageExpiration,
  }
}

function queueRules(entry: QueueEntry): QueueRules {
  return {
    ...consumable(entry.Name, entry.Properties),
    duplicateWindow: duplicateWindow(entry.Properties),
  }
}

function topicRules(entry: TopicEntry): TopicRules {
  const inbox = {
    path: entry.Name,
    lockDuration: 0,
    maxDeliveryCount: 1,
    timeToLive: entry.Properties.DefaultMessageTimeToLive ?? Infinity,
    deadLetterExpired: false,
    duplicateWindow: duplicateWindow(entry.Properties),
  }
  const subscriptions = entry.Subscriptions.map((subscription) => ({
    ...consumable(`${entry.Name}/Subscriptions/${subscription.Name}`, subscription.Properties),
    duplicateWindow: undefined,
  }))
  return { inbox, subscriptions }
}

function assertDistinct(paths: readonly string[]): void {
  const seen = new Set<string>()
  for (const path of paths) {
    // Service Bus compares entity names without regard to case.
    const key = path.toLowerCase()
    if (seen.has(key)) throw new Error(`the Service Bus entities name "${path}" twice`)
    seen.add(key)
  }
}

/**
 * Reads entities in the format of Microsoft's Service Bus emulator. Throws one error that names
 * every setting that is wrong or that the broker does not follow.
 */
export function readEntities(file: unknown): EntityRules {
  const parsed = entityFileSchema.safeParse(file)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.map(String).join('.')}: ${issue.message}`,
    )
    throw new Error(`the Service Bus entities are not valid: ${problems.join('; ')}`)
  }
  const [namespace] = parsed.data.UserConfig.Namespaces
  const queues = (namespace?.Queues ?? []).map(queueRules)
  const topics = (namespace?.Topics ?? []).map(topicRules)
  assertDistinct([...queues.map((queue) => queue.path), ...topics.map((topic) => topic.inbox.path)])
  for (const topic of topics) assertDistinct(topic.subscriptions.map((entry) => entry.path))
  return { queues, topics }
}
