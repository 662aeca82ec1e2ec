import { types } from './rhea-surface.ts'
import type { TypedValue } from './rhea-surface.ts'

// https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-message-format
export const HEADER = 0x70
export const MESSAGE_ANNOTATIONS = 0x72
export const PROPERTIES = 0x73
export const APPLICATION_PROPERTIES = 0x74
const FIRST_BODY_SECTION = 0x75
const DATA = 0x75

const CODES = new Map([
  ['amqp:header:list', HEADER],
  ['amqp:delivery-annotations:map', 0x71],
  ['amqp:message-annotations:map', MESSAGE_ANNOTATIONS],
  ['amqp:properties:list', PROPERTIES],
  ['amqp:application-properties:map', APPLICATION_PROPERTIES],
  ['amqp:data:binary', DATA],
  ['amqp:amqp-sequence:list', 0x76],
  ['amqp:value:*', 0x77],
  ['amqp:footer:map', 0x78],
])

export interface Section {
  readonly code: number
  readonly value: TypedValue
  readonly bytes: Buffer
}

function sectionCode(value: TypedValue): number {
  const descriptor = value.descriptor?.value
  const code = typeof descriptor === 'string' ? CODES.get(descriptor) : descriptor
  if (typeof code !== 'number') throw new Error('not a section of an AMQP message')
  return code
}

/** Reads the sections of an encoded message. Throws when the bytes are not AMQP. */
export function* readSections(message: Buffer): Generator<Section> {
  const reader = new types.Reader(message)
  while (reader.remaining() > 0) {
    const start = reader.position
    const value = reader.read()
    yield { code: sectionCode(value), value, bytes: message.subarray(start, reader.position) }
  }
}

/** The sections before the body, and the body with everything behind it as it was sent. */
export function splitBody(message: Buffer): { sections: Map<number, Section>; body: Buffer } {
  const sections = new Map<number, Section>()
  let bodyStart = 0
  for (const section of readSections(message)) {
    if (section.code >= FIRST_BODY_SECTION) break
    sections.set(section.code, section)
    bodyStart += section.bytes.length
  }
  return { sections, body: message.subarray(bodyStart) }
}

/** The messages in a batch: each is the content of one data section. */
export function batchedMessages(batch: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (const { code, value } of readSections(batch)) {
    if (code === DATA && Buffer.isBuffer(value.value)) found.push(value.value)
  }
  return found
}
