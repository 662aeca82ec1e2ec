import { logHour, type EventLog } from '../collect/event-log.ts'
import { idPrefixes, stepMs } from '../platform/ids/id-prefixes.ts'

/** A stretch no longer than this is listed by the time in the names, else whole hours are. */
const shortMs = 8 * stepMs

/** Clocks of other instances may be ahead by so much. */
const aheadMs = 5_000

/**
 * The log blobs written after a moment, in groups, newest first; with a moment long ago also some
 * older ones. Listing costs as much as there are names, so the recent ones are asked for alone.
 */
export async function* recentBlobs(
  log: EventLog,
  { since, now }: { readonly since: number; readonly now: number },
): AsyncGenerator<string[]> {
  if (now - since <= shortMs) {
    const names: string[] = []
    for (const { prefix, first, last } of idPrefixes(since, now + aheadMs)) {
      // A stretch may begin in one hour and end in the next.
      const hours = new Set([logHour(first), logHour(last)])
      for (const hour of hours) names.push(...(await log.list(hour, prefix)))
    }
    yield names.reverse()
    return
  }
  const hours = await log.hours(logHour(since))
  for (const hour of hours.reverse()) yield (await log.list(hour)).reverse()
}
