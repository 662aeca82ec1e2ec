import * as z from 'zod'
import { parseDuration } from './duration.ts'

const duration = z.string().transform((text, context) => {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return milliseconds
  context.addIssue({ code: 'custom', message: `"${text}" is not a duration such as PT30S or P14D` })
  return z.NEVER
})

const name = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,258}[A-Za-z0-9])?$/,
    'must be letters, digits and . _ - / between them',
  )

const noSession = z.literal(false, { error: 'sessions are not supported by the local broker' })

const lifetime = {
  DefaultMessageTimeToLive: duration.optional(),
}

const duplicates = {
  DuplicateDetectionHistoryTimeWindow: duration.default(600_000),
  RequiresDuplicateDetection: z.boolean().default(false),
}

const delivery = {
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  LockDuration: duration.default(60_000),
  MaxDeliveryCount: z.int().min(1).default(10),
  RequiresSession: noSession.default(false),
}

// Strict, because a setting that the broker silently ignores would behave differently in Azure.
const queue = z.strictObject({
  Name: name,
  Properties: z.strictObject({ ...lifetime, ...duplicates, ...delivery }).prefault({}),
})

const subscription = z.strictObject({
  Name: name,
  Properties: z.strictObject({ ...lifetime, ...delivery }).prefault({}),
})

const topic = z.strictObject({
  Name: name,
  Properties: z.strictObject({ ...lifetime, ...duplicates }).prefault({}),
  Subscriptions: z.array(subscription).default([]),
})

const namespace = z.strictObject({
  Name: z.string(),
  Queues: z.array(queue).default([]),
  Topics: z.array(topic).default([]),
})

/** The configuration file of Microsoft's Service Bus emulator, as far as the broker follows it. */
export const entityFileSchema = z.object({
  UserConfig: z.object({
    Namespaces: z.array(namespace).length(1, 'exactly one namespace is supported'),
  }),
})

export type QueueEntry = z.output<typeof queue>
export type SubscriptionEntry = z.output<typeof subscription>
export type TopicEntry = z.output<typeof topic>
