import type { LogLocation } from '../profiles/activity.ts'
import { readWhole } from './log-walk.ts'
import type { VerifyContext } from './verify-context.ts'

/** Tells whether a line of the log is the call of a message; remembers the blobs read last. */
export type IsLogged = (messageId: string, location: LogLocation) => Promise<boolean>

const mostBlobs = 32

export function createIsLogged(context: VerifyContext): IsLogged {
  const blobs = new Map<string, Promise<ReadonlyMap<number, string>>>()
  return async (messageId, { blob, index }) => {
    const lines = blobs.get(blob) ?? linesOf(context, blob)
    blobs.delete(blob)
    blobs.set(blob, lines)
    const [oldest] = blobs.keys()
    if (blobs.size > mostBlobs && oldest !== undefined) blobs.delete(oldest)
    return (await lines).get(index) === messageId
  }
}

/** The message of each line that is a call; none where the blob can be read no more. */
async function linesOf(context: VerifyContext, blob: string): Promise<ReadonlyMap<number, string>> {
  const { events } = await readWhole(context, blob)
  return new Map(events.map(({ location, messageId }) => [location.index, messageId]))
}
