import * as z from 'zod'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'

/** A refused call, as the interface shows it. */
export const rejectAnswerSchema = z
  .object({
    time: z.iso.datetime(),
    code: z.string().meta({ description: 'An `ErrorCode`.' }),
    message: z.string(),
    messageId: z.string().nullable(),
    source: z.string().meta({
      description: 'The name of the write key; `log` for what the log holds and cannot be applied.',
    }),
    type: z.string().nullable(),
    name: z.string().nullable().meta({ description: 'Of the event, page, screen or group.' }),
  })
  .meta({ id: 'Reject' })

/** The latest refusals, newest first, in the shape of the interface. */
export async function listRejects(
  context: Pick<Context, 'rejectStore'>,
  query: { readonly top: number; readonly since: number },
): Promise<z.input<typeof rejectAnswerSchema>[]> {
  const rejects = await context.rejectStore.latest(query)
  return rejects.map(({ time, code, message, messageId, source, type, name }) => ({
    time: isoTime(time),
    code,
    message,
    messageId: messageId ?? null,
    source,
    type: type ?? null,
    name: name ?? null,
  }))
}
