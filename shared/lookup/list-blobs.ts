import { logHour, type EventLog, type LoggedBlob } from '../collect/event-log.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { IdPrefix } from '../platform/ids/id-prefixes.ts'

const listsAtOnce = 4

/** The blobs whose names were made within some stretches of time. */
export async function listBlobs(
  log: EventLog,
  stretches: readonly IdPrefix[],
): Promise<LoggedBlob[]> {
  const lists = stretches.flatMap(({ prefix, first, last }) =>
    // A stretch may begin in one hour and end in the next.
    [...new Set([logHour(first), logHour(last)])].map((hour) => ({ hour, prefix })),
  )
  const read = ({ hour, prefix }: { readonly hour: string; readonly prefix: string }) =>
    log.listTallied(hour, prefix)
  return (await mapLimited(lists, listsAtOnce, read)).flat()
}
