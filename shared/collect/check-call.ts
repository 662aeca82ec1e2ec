import type * as z from 'zod'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import { callIdentifiers } from './call-identifiers.ts'
import type { CallOutcome, RefusalCode } from './call-outcome.ts'
import { callSchema, callTypes, type Call } from './call-schema.ts'
import { largestCall } from './read-calls.ts'
import { deepestNesting, isNestedTooDeep } from './nesting.ts'

/** Where a call stands and what it gets when it lacks a messageId. */
export interface CallPlace {
  readonly index: number
  readonly newId: () => string
}

/** Decides whether one call is accepted; it stays as it is but for a missing id and the key. */
export function checkCall(raw: unknown, place: CallPlace): CallOutcome {
  const reject = (code: RefusalCode, message: string): CallOutcome => {
    const messageId = messageIdOf(raw)
    return {
      kind: 'rejected',
      index: place.index,
      code,
      message,
      ...(messageId === undefined ? {} : { messageId }),
    }
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return reject('InvalidCall', 'A call must be a JSON object.')
  }
  if (isNestedTooDeep(raw)) {
    return reject('InvalidCall', `A call may nest at most ${deepestNesting} levels deep.`)
  }
  const content = withoutKey(raw)
  const json = JSON.stringify(content)
  const bytes = Buffer.byteLength(json)
  if (bytes > largestCall) {
    return reject('EventTooLarge', `The call has ${bytes} bytes; at most ${largestCall} are taken.`)
  }
  const parsed = callSchema.safeParse(content)
  if (!parsed.success) return reject(...describeProblem(parsed.error, content))
  const missing = missingMember(parsed.data)
  if (missing !== undefined) return reject('InvalidCall', missing)
  if (!hasIdentifier(parsed.data)) return reject('NoIdentifier', noIdentifier)
  const given = messageIdOf(content)
  if (given?.isWellFormed() === true) return { kind: 'accepted', messageId: given, json }
  const messageId = given?.toWellFormed() ?? madeMessageId(content, place.newId)
  return { kind: 'accepted', messageId, json: JSON.stringify({ ...content, messageId }) }
}

const noIdentifier =
  'A call needs an identifier: anonymousId, userId, context.device.id, traits.email, ' +
  'traits.phone or context.externalIds.'

/** The key that some libraries put into the body is a secret and no fact. */
function withoutKey(raw: object): Record<string, unknown> {
  const { writeKey: _writeKey, ...content } = raw as Record<string, unknown>
  return content
}

function hasIdentifier(call: Call): boolean {
  const { identifiers, previous } = callIdentifiers(call)
  return identifiers.length > 0 || previous.length > 0
}

/** What the type of the call needs beyond the schema. */
function missingMember(call: Call): string | undefined {
  if (call.type === 'track' && isAbsent(call.event)) return 'A track call needs `event`.'
  if (call.type === 'group' && isAbsent(call.groupId)) return 'A group call needs `groupId`.'
  if (call.type === 'alias' && isAbsent(call.previousId)) return 'An alias call needs `previousId`.'
  return undefined
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/**
 * A call without an id gets the hash of its content, so that sending it again changes nothing;
 * one without a time gets a random id, because two equal calls may then be two events.
 */
function madeMessageId(call: Record<string, unknown>, newId: () => string): string {
  const { sentAt: _sentAt, messageId: _messageId, ...content } = call
  const timed = !isAbsent(call['timestamp']) || !isAbsent(call['originalTimestamp'])
  return timed ? sha256Hex(canonicalJson(content)) : newId()
}

function messageIdOf(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, 'messageId')) return undefined
  const id = (raw as Record<string, unknown>)['messageId']
  return typeof id === 'string' && id !== '' ? id.slice(0, 256) : undefined
}

function describeProblem(error: z.ZodError, call: Record<string, unknown>): [RefusalCode, string] {
  const issue = error.issues[0]
  if (issue?.path[0] === 'type') {
    const types = callTypes.join(', ')
    if (isAbsent(call['type'])) return ['InvalidCall', `A call needs a \`type\`: ${types}.`]
    return ['UnknownType', `The type of a call is one of ${types}.`]
  }
  return ['InvalidCall', `\`${issue?.path.join('.') ?? ''}\`: ${issue?.message ?? 'not valid'}.`]
}
