import * as z from 'zod'

/** What a look-up may be asked to add to the profile. */
export const includes = [
  'identifiers',
  'attributeSources',
  'activities',
  'segments',
  'measures',
  'enrichment',
] as const

export type Include = (typeof includes)[number]

const customerId = z.string().meta({ description: 'A UUID; it changes when she becomes known.' })
const time = z.iso.datetime()

export const identifierAnswerSchema = z
  .object({ namespace: z.string(), value: z.string() })
  .meta({ id: 'Identifier' })

/** An activity as look-ups answer it. */
export const activityAnswerSchema = z
  .object({
    activityId: z.string().meta({ description: 'The `messageId` of the call.' }),
    type: z.string().meta({
      description: 'Of a track call the name of the event, else `page`, `screen`, `identify` …',
    }),
    time: time.meta({ description: 'When it happened.' }),
    receivedTime: time,
    timeCorrected: z.boolean().meta({
      description: 'True when the time of the call could not be right and was replaced.',
    }),
    source: z.string().meta({ description: 'The name of the write key.' }),
    title: z.string().nullable().meta({ description: 'The name of a page, screen or group.' }),
    url: z.string().nullable(),
    properties: z.record(z.string(), z.unknown()).meta({
      description: 'The `properties` of the call, or its `traits`.',
    }),
    identifiers: z.array(identifierAnswerSchema),
  })
  .meta({ id: 'Activity' })

export type ActivityAnswer = z.input<typeof activityAnswerSchema>

/** A profile as look-ups answer it. */
export const profileAnswerSchema = z
  .object({
    customerId,
    known: z.boolean().meta({ description: 'True once she has an identifier of a person.' }),
    previousCustomerIds: z.array(z.string()).meta({
      description: 'The ids of her other identifiers; each finds this profile.',
    }),
    firstSeen: time,
    lastSeen: time,
    activityCount: z.int(),
    attributes: z.record(z.string(), z.unknown()),
    attributeSources: z
      .record(
        z.string(),
        z.object({
          time: time.meta({ description: 'When it was told: the time of the activity.' }),
          source: z.string().meta({ description: 'The name of the write key.' }),
          messageId: z.string().meta({ description: 'Of the identify call that told it.' }),
        }),
      )
      .optional()
      .meta({ description: 'Where the value of each attribute is from.' }),
    identifiers: z
      .array(
        z.object({ namespace: z.string(), value: z.string(), firstSeen: time, lastSeen: time }),
      )
      .optional(),
    activities: z
      .object({ value: z.array(activityAnswerSchema), nextLink: z.url().optional() })
      .optional()
      .meta({ description: 'The timeline, newest first.' }),
    evaluatedAt: time.meta({ description: 'When the profile was computed.' }),
    archived: z.literal(true).optional().meta({
      description:
        'There when the profile was idle for so long that it is in the archive; her next event brings it back.',
    }),
  })
  .meta({ id: 'Profile' })

export type ProfileAnswer = z.input<typeof profileAnswerSchema>
