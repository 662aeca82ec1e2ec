import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'

/** The latest refusals, newest first, in the shape of the interface. */
export async function listRejects(
  context: Pick<Context, 'rejectStore'>,
  query: { readonly top: number; readonly since: number },
): Promise<Record<string, unknown>[]> {
  const rejects = await context.rejectStore.latest(query)
  return rejects.map(({ time, code, message, messageId, source }) => ({
    time: isoTime(time),
    code,
    message,
    messageId: messageId ?? null,
    source,
  }))
}
