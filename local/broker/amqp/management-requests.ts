import * as z from 'zod'

/** AMQP longs beyond 2^53 arrive as bytes. */
const long = z.union([
  z.number(),
  z.instanceof(Buffer).transform((bytes) => Number(bytes.readBigInt64BE())),
])

const uuids = z.array(z.instanceof(Buffer))

/** Bodies of `$management` requests: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response */
export const requestSchemas = {
  renewLock: z.object({ 'lock-tokens': uuids }),
  peek: z.object({ 'from-sequence-number': long, 'message-count': z.number() }),
  schedule: z.object({ messages: z.array(z.object({ message: z.instanceof(Buffer) })) }),
  sequenceNumbers: z.object({ 'sequence-numbers': z.array(long) }),
  receive: z.object({
    'sequence-numbers': z.array(long),
    'receiver-settle-mode': z.number(),
  }),
  disposition: z.object({
    'lock-tokens': uuids,
    'disposition-status': z.enum(['completed', 'abandoned', 'defered', 'suspended']),
    'deadletter-reason': z.string().nullish(),
    'deadletter-description': z.string().nullish(),
    'properties-to-modify': z.record(z.string(), z.unknown()).nullish(),
  }),
}

export type DispositionRequest = z.output<typeof requestSchemas.disposition>
