import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import type { TypedData } from '../app/core-types.ts'
import { dotNetDateTime, dotNetDateTimeOffset } from '../dotnet-time.ts'

export type ReceivedMessage = Pick<
  ServiceBusReceivedMessage,
  | 'body'
  | 'applicationProperties'
  | 'contentType'
  | 'correlationId'
  | 'deadLetterSource'
  | 'deliveryCount'
  | 'enqueuedTimeUtc'
  | 'expiresAtUtc'
  | 'lockToken'
  | 'lockedUntilUtc'
  | 'messageId'
  | 'partitionKey'
  | 'replyTo'
  | 'replyToSessionId'
  | 'sequenceNumber'
  | 'sessionId'
  | 'subject'
  | 'to'
>

/**
 * The body as text, which the library parses as JSON when it can: the body `123` arrives as a
 * number. The receiver must not parse it before, so data sections come as bytes.
 */
export function messageInput(message: ReceivedMessage): TypedData {
  const body: unknown = message.body
  if (typeof body === 'string') return { string: body }
  if (body instanceof Uint8Array) return { string: Buffer.from(body).toString('utf8') }
  return { string: JSON.stringify(body ?? null) }
}

const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) })

/**
 * The trigger metadata of the real host's extension, by its names. Its delivery count starts at 1.
 * Times ending in `Utc` carry no zone there.
 */
export function messageMetadata(message: ReceivedMessage): Record<string, TypedData> {
  const properties = json(message.applicationProperties ?? {})
  const metadata: Record<string, TypedData> = {
    DeliveryCount: json((message.deliveryCount ?? 0) + 1),
    SequenceNumber: json(Number(message.sequenceNumber ?? 0)),
    ApplicationProperties: properties,
    UserProperties: properties,
  }
  const times = { ExpiresAt: message.expiresAtUtc, EnqueuedTime: message.enqueuedTimeUtc }
  for (const [name, time] of Object.entries(times)) {
    if (!time || Number.isNaN(time.getTime())) continue
    metadata[name] = json(dotNetDateTimeOffset(time.getTime()))
    metadata[`${name}Utc`] = json(dotNetDateTime(time.getTime()))
  }
  const texts = {
    LockToken: message.lockToken,
    MessageId: message.messageId,
    ContentType: message.contentType,
    Subject: message.subject,
    Label: message.subject,
    CorrelationId: message.correlationId,
    ReplyTo: message.replyTo,
    To: message.to,
    SessionId: message.sessionId,
    ReplyToSessionId: message.replyToSessionId,
    PartitionKey: message.partitionKey,
    DeadLetterSource: message.deadLetterSource,
  }
  for (const [name, text] of Object.entries(texts)) {
    if (text !== undefined) metadata[name] = { string: String(text) }
  }
  return metadata
}
