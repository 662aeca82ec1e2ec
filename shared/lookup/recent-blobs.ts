import { logHour, type LoggedBlob } from '../collect/event-log.ts'
import { longStep } from '../platform/ids/id-prefixes.ts'
import { latestBlobs, type LogSource } from './latest-blobs.ts'

/** A stretch no longer than this is listed by the time in the names, else whole hours are. */
const shortMs = 8 * longStep.ms
/** What is listed at first when more is wanted: mostly it is enough. */
const firstMs = 60_000

/**
 * The log blobs written after a moment, in groups, newest first; with a moment long ago also some
 * older ones. Listing costs as much as there are names, so the recent ones are asked for first.
 */
export async function* recentBlobs(
  source: LogSource,
  { since, now }: { readonly since: number; readonly now: number },
): AsyncGenerator<LoggedBlob[]> {
  const from = now - since <= shortMs ? since : now - firstMs
  const latest = await latestBlobs(source, { from, now })
  yield latest
  if (from === since) return
  const known = new Set(latest.map(({ blob }) => blob))
  const hours = await source.eventLog.hours(logHour(since))
  for (const hour of hours.reverse()) {
    const blobs = await source.eventLog.listTallied(hour)
    yield blobs.filter(({ blob }) => !known.has(blob)).reverse()
  }
}
