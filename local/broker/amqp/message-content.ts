import type { Submission } from '../queue/enqueue.ts'
import { types } from './rhea-surface.ts'
import type { TypedValue } from './rhea-surface.ts'
import {
  APPLICATION_PROPERTIES,
  batchedMessages,
  HEADER,
  MESSAGE_ANNOTATIONS,
  PROPERTIES,
  splitBody,
} from './message-sections.ts'
import type { Section } from './message-sections.ts'
import { encodeMapSection, encodeSection, typedElements, typedEntries } from './typed-map.ts'
import type { TypedEntries } from './typed-map.ts'

/**
 * What a sender sent. Sections stay encoded as they came: decoding and encoding again would turn
 * one AMQP number type into another.
 */
export interface MessageContent {
  readonly durable: TypedValue | undefined
  readonly priority: TypedValue | undefined
  readonly annotations: TypedEntries
  readonly properties: Buffer
  readonly applicationProperties: Buffer | undefined
  readonly body: Buffer
}

/** The message format of a batch: a service's own, as .NET clients defined it. */
export const BATCH_FORMAT = 0x80013700

/** A text that is the same for equal message ids only. */
function idKey(id: TypedValue): string {
  if (typeof id.value === 'string') return id.value
  const text = Buffer.isBuffer(id.value) ? id.value.toString('hex') : String(id.value)
  return `${id.type.name}:${text}`
}

/** Service Bus gives a message an id when the client gave none. */
function identify(section: Section | undefined, newId: () => string) {
  const [id, ...others] = typedElements(section?.value)
  if (section !== undefined && id !== undefined && id.value !== null) {
    return { messageId: idKey(id), properties: section.bytes }
  }
  const messageId = newId().replaceAll('-', '')
  const properties = types.wrap_list([types.wrap_string(messageId), ...others])
  return { messageId, properties: encodeSection(PROPERTIES, properties) }
}

function milliseconds(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'number' ? value : undefined
}

function decodeMessage(encoded: Buffer, newId: () => string): Submission<MessageContent> {
  // A copy, or a small message would keep the whole chunk read from the socket in memory.
  const { sections, body } = splitBody(Buffer.from(encoded))
  const [durable, priority, ttl] = typedElements(sections.get(HEADER)?.value)
  const annotations = typedEntries(sections.get(MESSAGE_ANNOTATIONS)?.value)
  const scheduled = annotations.find(([key]) => key === 'x-opt-scheduled-enqueue-time')
  const { messageId, properties } = identify(sections.get(PROPERTIES), newId)
  const applicationProperties = sections.get(APPLICATION_PROPERTIES)?.bytes
  return {
    messageId,
    timeToLive: milliseconds(ttl?.value),
    scheduledFor: milliseconds(scheduled?.[1].value),
    content: { durable, priority, annotations, properties, applicationProperties, body },
  }
}

/** Decodes one transfer: a message, or the messages of a batch. Throws when it is not AMQP. */
export function decodeTransfer(
  encoded: Buffer,
  format: number,
  newId: () => string,
): Submission<MessageContent>[] {
  const encodedMessages = format === BATCH_FORMAT ? batchedMessages(encoded) : [encoded]
  return encodedMessages.map((message) => decodeMessage(message, newId))
}

/** Sets application properties, keeping the others. */
export function withApplicationProperties(
  content: MessageContent,
  changes: TypedEntries,
): MessageContent {
  if (changes.length === 0) return content
  const section = content.applicationProperties
  const before =
    section === undefined ? undefined : splitBody(section).sections.get(APPLICATION_PROPERTIES)
  const merged = new Map([...typedEntries(before?.value), ...changes])
  const applicationProperties = encodeMapSection(APPLICATION_PROPERTIES, merged, types.wrap_string)
  return { ...content, applicationProperties }
}
