import * as z from 'zod'
import { namespaceName, reservedNamespaces } from '../identity/namespace-definition.ts'

/** The kinds of call of the Segment spec (https://segment.com/docs/connections/spec/). */
export const callTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const

export type CallType = (typeof callTypes)[number]

/** Numbers are taken as ids, as their decimal text; everything else that is no text is a mistake. */
const idSchema = z.union([z.string(), z.number()], 'must be text or a number').nullish()
const membersSchema = z.record(z.string(), z.unknown(), 'must be an object').nullish()
const textSchema = z.string('must be text').nullish()

/**
 * A call as a client sends it. Members not named here are kept as they are. Times are not checked
 * here: a broken one does not refuse the call, it is corrected.
 */
export const callSchema = z.looseObject({
  type: z.enum(callTypes),
  messageId: z.string('must be text').max(256, 'must have at most 256 characters').nullish(),
  anonymousId: idSchema,
  userId: idSchema,
  previousId: idSchema,
  previousIdNamespace: namespaceName
    .refine((name) => !reservedNamespaces.has(name), 'must be a namespace that is not reserved')
    .nullish(),
  groupId: idSchema,
  event: textSchema,
  name: textSchema,
  traits: membersSchema,
  properties: membersSchema,
  context: membersSchema,
  integrations: membersSchema,
})

export type Call = z.output<typeof callSchema>

/** Several calls in one body; its own `context`, `integrations` and `sentAt` hold for each. */
export const batchSchema = z.looseObject({
  batch: z.array(z.unknown()),
  context: membersSchema,
  integrations: membersSchema,
  sentAt: z.unknown().optional(),
})
