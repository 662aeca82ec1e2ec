import * as z from 'zod'
import { namespaceName, reservedNamespaces } from '../identity/namespace-definition.ts'

/** The kinds of call of the Segment spec (https://segment.com/docs/connections/spec/). */
export const callTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const

export type CallType = (typeof callTypes)[number]

/** Numbers are taken as ids, as their decimal text; everything else that is no text is a mistake. */
const idSchema = (description: string) =>
  z.union([z.string(), z.number()], 'must be text or a number').nullish().meta({ description })
const membersSchema = (description: string) =>
  z.record(z.string(), z.unknown(), 'must be an object').nullish().meta({ description })
const textSchema = (description: string) => z.string('must be text').nullish().meta({ description })
const timeSchema = (description: string) =>
  z
    .unknown()
    .optional()
    .meta({ override: { type: 'string', format: 'date-time', description } })

/**
 * A call as a client sends it. Members not named here are kept as they are. Times are not checked
 * here: a broken one does not refuse the call, it is corrected.
 */
export const callSchema = z.looseObject({
  type: z.enum(callTypes),
  messageId: z
    .string('must be text')
    .max(256, 'must have at most 256 characters')
    .nullish()
    .meta({ description: 'The same id again is the same event; made when it is missing.' }),
  anonymousId: idSchema('The first-party cookie of the visitor.'),
  userId: idSchema('The id of her account; on identify `null` is a logout.'),
  previousId: idSchema('On alias: the id that was used before.'),
  previousIdNamespace: namespaceName
    .refine((name) => !reservedNamespaces.has(name), 'must be a namespace that is not reserved')
    .nullish()
    .meta({ description: 'On alias: the namespace of `previousId`, `anonymousId` by default.' }),
  groupId: idSchema('On group: the id of the group.'),
  event: textSchema('On track: what happened.'),
  name: textSchema('On page and screen: its name.'),
  traits: membersSchema('On identify: attributes of the person. `email` and `phone` identify her.'),
  properties: membersSchema('What belongs to the event.'),
  context: membersSchema(
    'Where it happened: `page`, `campaign`, `userAgent`, `locale`, `device.id`, and further identifiers as `externalIds` [{ "id", "type" }].',
  ),
  integrations: membersSchema('Kept, not used.'),
  timestamp: timeSchema('When it happened; the time of receipt when it is missing or cannot be.'),
  sentAt: timeSchema('When it was sent, by the same clock; a wrong clock is corrected by it.'),
})

export type Call = z.output<typeof callSchema>

/** Several calls in one body; its own `context`, `integrations` and `sentAt` hold for each. */
export const batchSchema = z.looseObject({
  batch: z.array(z.unknown()),
  context: membersSchema('Holds for each call.'),
  integrations: membersSchema('Kept, not used.'),
  sentAt: timeSchema('When the batch was sent.'),
})
