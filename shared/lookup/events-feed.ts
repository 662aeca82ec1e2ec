import * as z from 'zod'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'
import { feedEntrySchema, rejectedEntry } from './feed-entry.ts'
import { latestCalls, type LatestCalls } from './latest-calls.ts'
import { perSecond, secondCountSchema } from './per-second.ts'

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

type FeedContext = Pick<Context, 'eventLog' | 'recentWrites' | 'rejectStore' | 'namespaces' | 'now'>

/** The latest calls: accepted ones from the log, refused ones with the reason. */
export async function eventsFeed(context: FeedContext, query: FeedQuery): Promise<Feed> {
  const now = context.now()
  const countFrom = query.perSecond === true ? Math.max(query.since, now - countedMs) : Infinity
  const since = Math.max(query.since, now - furthestBackMs)
  const [{ entries, counts }, rejects] = await Promise.all([
    query.status === 'rejected'
      ? nothing
      : latestCalls(context, { since, now, countFrom, top: query.top }),
    query.status === 'accepted' ? [] : latestRejects(context, query),
  ])
  const value = [...entries, ...rejects.map(rejectedEntry)]
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .slice(0, query.top)
  const feed = { value, asOf: isoTime(now), resumeSince: isoTime(now - latenessMs) }
  if (query.perSecond !== true) return feed
  return { ...feed, perSecond: perSecond(counts, rejects, countFrom) }
}

const nothing: LatestCalls = { entries: [], counts: new Map() }

/**
 * A call may become visible so much later than one received after it: requests run in parallel,
 * and storage may take its time or be tried again.
 */
const latenessMs = 30_000

/** How far back the feed looks for calls when nothing says since when. */
const furthestBackMs = 7 * 24 * 60 * 60_000
const countedMs = 60_000
const mostCountedRejects = 1_000

function latestRejects({ rejectStore }: FeedContext, { top, since, perSecond }: FeedQuery) {
  return rejectStore.latest({ top: perSecond === true ? mostCountedRejects : top, since })
}
