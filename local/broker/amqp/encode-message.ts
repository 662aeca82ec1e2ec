import type { QueueMessage } from '../queue/queue-state.ts'
import type { MessageContent } from './message-content.ts'
import { withApplicationProperties } from './message-content.ts'
import { HEADER, MESSAGE_ANNOTATIONS } from './message-sections.ts'
import { messages, types } from './rhea-surface.ts'
import type { TypedValue } from './rhea-surface.ts'
import { encodeMapSection, encodeSection } from './typed-map.ts'

const MAX_UINT = 0xffffffff

type Message = QueueMessage<MessageContent>

function encodeHeader({ content, timeToLive, deliveryCount }: Message): Buffer {
  const header = messages.header({
    durable: content.durable?.value,
    priority: content.priority?.value,
    ttl: timeToLive === Infinity ? undefined : Math.min(timeToLive, MAX_UINT),
    delivery_count: deliveryCount,
  })
  return encodeSection(HEADER, header.described())
}

/** 1 deferred, 2 scheduled: https://learn.microsoft.com/azure/service-bus-messaging/message-browsing */
function messageState({ place }: Message): number | undefined {
  if (place.kind === 'scheduled') return 2
  if (place.kind === 'deferred') return 1
  return place.kind === 'locked' && place.returnsTo === 'deferred' ? 1 : undefined
}

function encodeAnnotations(message: Message): Buffer {
  const { place, deadLetter } = message
  const annotations = new Map<string, TypedValue>(message.content.annotations)
  const set = (key: string, value: TypedValue): unknown => annotations.set(key, value)
  set('x-opt-sequence-number', types.wrap_long(message.sequenceNumber))
  set('x-opt-enqueue-sequence-number', types.wrap_long(message.enqueuedSequenceNumber))
  set('x-opt-enqueued-time', types.wrap_timestamp(message.enqueuedAt))
  if (place.kind === 'locked') set('x-opt-locked-until', types.wrap_timestamp(place.until))
  const state = messageState(message)
  if (state !== undefined) set('x-opt-message-state', types.wrap_int(state))
  if (deadLetter !== undefined) {
    set('x-opt-deadletter-source', types.wrap_string(deadLetter.source))
  }
  return encodeMapSection(MESSAGE_ANNOTATIONS, annotations, types.wrap_symbol)
}

/** Dead letters tell why in two application properties. */
function markedContent({ content, deadLetter }: Message): MessageContent {
  if (deadLetter === undefined) return content
  const marks = [
    ['DeadLetterReason', deadLetter.reason],
    ['DeadLetterErrorDescription', deadLetter.description],
  ] as const
  return withApplicationProperties(
    content,
    marks.flatMap(([key, text]) => (text === undefined ? [] : [[key, types.wrap_string(text)]])),
  )
}

/** Encodes a message as a receiver gets it: what was sent, and what the service adds. */
export function encodeMessage(message: Message): Buffer {
  const { properties, applicationProperties, body } = markedContent(message)
  return Buffer.concat([
    encodeHeader(message),
    encodeAnnotations(message),
    properties,
    applicationProperties ?? Buffer.alloc(0),
    body,
  ])
}
