import type { BrokerContext } from '../broker-context.ts'
import type { Entity, Message, MessageSource } from '../namespace/entity.ts'
import type { Settlement } from '../queue/settle.ts'
import { encodeMessage } from './encode-message.ts'
import { CONDITIONS, DEAD_LETTER_REFUSED, LOCK_LOST, sizeFailure } from './failures.ts'
import { tokenBytes, tokenFromBytes } from './lock-token.ts'
import { requestSchemas } from './management-requests.ts'
import type { DispositionRequest } from './management-requests.ts'
import type { MessageContent } from './message-content.ts'
import { decodeTransfer } from './message-content.ts'
import { deadLetterSettlement, revisingSettlement } from './outcomes.ts'
import type { Reply } from './request-link.ts'
import { types } from './rhea-surface.ts'
import type { AmqpFailure } from './rhea-surface.ts'

/** Throws a `ZodError` when the body is not what the operation takes. */
export type Operation = (entity: Entity, body: unknown, context: BrokerContext) => Reply

const TIMESTAMP = 0x83
const LONG = 0x81

const NOT_FOUND: AmqpFailure = {
  condition: CONDITIONS.messageNotFound,
  description: 'The messages with the given sequence numbers were not found.',
}

function done(body?: unknown): Reply {
  return { status: 200, description: 'OK', body }
}

function failed(status: number, failure: AmqpFailure): Reply {
  return { status, ...failure }
}

/** Reports that a topic has no locks, or that a subscription cannot be sent to. */
function unsupported(what: string): Reply {
  return failed(400, { condition: CONDITIONS.notAllowed, description: `${what} is not possible.` })
}

export const renewLocks: Operation = (entity, body) => {
  const { source } = entity
  if (source === undefined) return unsupported('Renewing a lock on a topic')
  const request = requestSchemas.renewLock.parse(body)
  const ends = request['lock-tokens'].map((token) => source.renewLock(tokenFromBytes(token)))
  if (ends.includes(undefined)) return failed(410, LOCK_LOST)
  return done({ expirations: types.wrap_array(ends, TIMESTAMP) })
}

export const peekMessages: Operation = (entity, body) => {
  const request = requestSchemas.peek.parse(body)
  const found = entity.peek(request['from-sequence-number'], request['message-count'])
  if (found.length === 0) return { status: 204, description: 'No Content' }
  return done({ messages: found.map((message) => ({ message: encodeMessage(message) })) })
}

export const scheduleMessages: Operation = (entity, body, context) => {
  const { sink } = entity
  if (sink === undefined) return unsupported('Sending to this entity')
  const request = requestSchemas.schedule.parse(body)
  const encoded = request.messages.map(({ message }) => message)
  const tooLarge = sizeFailure(Math.max(0, ...encoded.map((message) => message.length)))
  if (tooLarge !== undefined) return failed(400, tooLarge)
  const enqueued = sink.submit(
    encoded.flatMap((message) => decodeTransfer(message, 0, context.newId)),
  )
  const numbers = enqueued.map(({ sequenceNumber }) => sequenceNumber)
  return done({ 'sequence-numbers': types.wrap_array(numbers, LONG) })
}

export const cancelScheduledMessages: Operation = (entity, body) => {
  const { sink } = entity
  if (sink === undefined) return unsupported('Sending to this entity')
  const request = requestSchemas.sequenceNumbers.parse(body)
  return sink.cancelScheduled(request['sequence-numbers']) ? done() : failed(404, NOT_FOUND)
}

function withLockToken(message: Message) {
  const { place } = message
  const token =
    place.kind === 'locked' ? { 'lock-token': types.wrap_uuid(tokenBytes(place.token)) } : {}
  return { message: encodeMessage(message), ...token }
}

export const receiveBySequenceNumber: Operation = (entity, body) => {
  const { source } = entity
  if (source === undefined) return unsupported('Receiving from a topic')
  const request = requestSchemas.receive.parse(body)
  const mode = request['receiver-settle-mode'] === 0 ? 'delete' : 'lock'
  const found = source.receiveDeferred(request['sequence-numbers'], mode)
  if (found === undefined) return failed(404, NOT_FOUND)
  return done({ messages: found.map(withLockToken) })
}

function settlementFrom(request: DispositionRequest): Settlement<MessageContent> {
  const properties = Object.entries(request['properties-to-modify'] ?? {})
  const changes = properties.map(([key, value]) => [key, types.wrap(value)] as const)
  switch (request['disposition-status']) {
    case 'completed':
      return { kind: 'complete' }
    case 'abandoned':
      return revisingSettlement('abandon', changes)
    case 'defered':
      return revisingSettlement('defer', changes)
    case 'suspended':
      return deadLetterSettlement([
        ...changes,
        ['DeadLetterReason', types.wrap(request['deadletter-reason'])],
        ['DeadLetterErrorDescription', types.wrap(request['deadletter-description'])],
      ])
  }
}

function settleAll(source: MessageSource, request: DispositionRequest): AmqpFailure | undefined {
  const settlement = settlementFrom(request)
  for (const token of request['lock-tokens']) {
    const settled = source.settle(tokenFromBytes(token), settlement)
    if (settled.kind === 'lock-lost') return LOCK_LOST
    if (settled.kind === 'not-allowed') return DEAD_LETTER_REFUSED
  }
  return undefined
}

export const updateDisposition: Operation = (entity, body) => {
  const { source } = entity
  if (source === undefined) return unsupported('Settling a message of a topic')
  const failure = settleAll(source, requestSchemas.disposition.parse(body))
  if (failure === undefined) return done()
  return failed(failure === LOCK_LOST ? 410 : 400, failure)
}
