import * as z from 'zod'
import { withPhones } from '../identity/phone-number.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'
import { acceptedEntry, feedEntrySchema, rejectedEntry } from './feed-entry.ts'
import { perSecond, secondCountSchema } from './per-second.ts'
import { recentBlobs } from './recent-blobs.ts'
import { recentLines, recentTimes, type RecentLine } from './recent-lines.ts'

export interface FeedQuery {
  /** Only calls received after this moment, in milliseconds. */
  readonly since: number
  readonly status?: 'accepted' | 'rejected' | undefined
  readonly top: number
  /** Also count all calls of the last minute, not only those that are answered. */
  readonly perSecond?: boolean
}

export const feedSchema = z.object({
  value: z.array(feedEntrySchema),
  asOf: z.iso.datetime().meta({ description: 'The clock at the beginning of the look.' }),
  resumeSince: z.iso.datetime().meta({
    description:
      'What to give as `since` next time, to miss nothing that becomes visible late; what was listed within it is listed again.',
  }),
  perSecond: z.array(secondCountSchema).optional().meta({
    description:
      'How many calls came in each second after `since`, in the last minute; of refused ones those that are kept, up to 1,000.',
  }),
})

export type Feed = z.input<typeof feedSchema>

type FeedContext = Pick<Context, 'eventLog' | 'rejectStore' | 'namespaces' | 'now'>

/** The latest calls: accepted ones from the log, refused ones with the reason. */
export async function eventsFeed(context: FeedContext, query: FeedQuery): Promise<Feed> {
  const now = context.now()
  const countFrom = query.perSecond === true ? Math.max(query.since, now - countedMs) : Infinity
  const [{ lines, times }, rejects] = await Promise.all([
    query.status === 'rejected' ? nothing : latestLines(context, query, { now, countFrom }),
    query.status === 'accepted' ? [] : latestRejects(context, query),
  ])
  const { namespaces } = context
  const accepted = await withPhones(namespaces, () =>
    lines.slice(0, query.top * 2).flatMap(({ text }) => acceptedEntry(text, namespaces)),
  )
  const value = [...accepted, ...rejects.map(rejectedEntry)]
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .slice(0, query.top)
  const feed = { value, asOf: isoTime(now), resumeSince: isoTime(now - latenessMs) }
  if (query.perSecond !== true) return feed
  return { ...feed, perSecond: perSecond(times, rejects, countFrom) }
}

/**
 * A call may become visible so much later than one received after it: requests run in parallel,
 * and storage may take its time or be tried again.
 */
const latenessMs = 30_000

/** How far back the feed looks for calls when nothing says since when. */
const furthestBackMs = 7 * 24 * 60 * 60_000
const countedMs = 60_000
const mostCountedRejects = 1_000
/** Log blobs that are read at the same time. */
const readsAtOnce = 8

function latestRejects({ rejectStore }: FeedContext, { top, since, perSecond }: FeedQuery) {
  return rejectStore.latest({ top: perSecond === true ? mostCountedRejects : top, since })
}

interface Latest {
  /** Newest first: twice as many as wanted, as some may be no calls. */
  readonly lines: readonly RecentLine[]
  /** Of all lines to count. */
  readonly times: readonly number[]
}

const nothing: Latest = { lines: [], times: [] }

async function latestLines(
  { eventLog }: FeedContext,
  query: FeedQuery,
  { now, countFrom }: { readonly now: number; readonly countFrom: number },
): Promise<Latest> {
  const since = Math.max(query.since, now - furthestBackMs)
  const isFresh = (time: number): boolean => time > query.since
  const found: RecentLine[] = []
  const counted: number[] = []
  for await (const blobs of recentBlobs(eventLog, { since, now })) {
    for (let start = 0; start < blobs.length; start += readsAtOnce) {
      const group = blobs.slice(start, start + readsAtOnce)
      // Their text only as long as some is wanted: a busy minute has more than fits into memory.
      if (found.length < query.top * 2) {
        const read = await mapLimited(group, readsAtOnce, (blob) => recentLines(eventLog, blob))
        found.push(...read.flatMap((lines) => lines.filter(({ time }) => isFresh(time))))
      }
      const times = await mapLimited(group, readsAtOnce, (blob) => recentTimes(eventLog, blob))
      for (const time of times.flat()) if (time > countFrom) counted.push(time)
      const enough = found.length >= query.top * 2
      // Blobs overlap by the few milliseconds of a group commit, so the oldest of the group decides.
      const newest = times.findLast((one) => one.length > 0)?.at(-1) ?? Infinity
      if (newest <= (enough ? countFrom : since)) return newestFirst(found, counted)
    }
  }
  return newestFirst(found, counted)
}

function newestFirst(lines: RecentLine[], times: readonly number[]): Latest {
  return { lines: lines.sort((a, b) => b.time - a.time), times }
}
