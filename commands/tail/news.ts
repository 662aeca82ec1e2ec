import type { Entry, Feed } from './feed.ts'

/** What an answer of the feed tells that earlier ones did not. */
export interface News {
  /** Oldest first. */
  readonly entries: readonly Entry[]
  /** How many calls came, also those of which there is no entry. */
  readonly accepted: number
  readonly rejected: number
}

/**
 * Calls of parallel requests become visible slightly out of order, so each look at the feed goes
 * back a little further than the last one; this tells what of it is new.
 */
export class NewsDesk {
  #seen = new Map<string, { readonly entry: Entry; count: number }>()
  #counts = new Map<string, { readonly accepted: number; readonly rejected: number }>()

  /** `since` is what the feed was asked for, in milliseconds; nothing older is remembered. */
  take(feed: Feed, since: number): News {
    const entries = this.#newEntries(feed, since)
    const accepted = this.#increase(feed, 'accepted')
    const rejected = this.#increase(feed, 'rejected')
    this.#counts = new Map(feed.perSecond.map((second) => [second.time, second]))
    const listed = (status: Entry['status']): number =>
      entries.filter((entry) => entry.status === status).length
    return {
      entries,
      // Only the last minute is counted; entries may be older.
      accepted: Math.max(accepted, listed('accepted')),
      rejected: Math.max(rejected, listed('rejected')),
    }
  }

  /** The same call may have come twice in one millisecond: equal entries are counted. */
  #newEntries({ value }: Feed, since: number): Entry[] {
    const now = new Map<string, { readonly entry: Entry; count: number }>()
    const fresh: Entry[] = []
    for (const entry of value) {
      const key = JSON.stringify(entry)
      const count = (now.get(key)?.count ?? 0) + 1
      now.set(key, { entry, count })
      if (count > (this.#seen.get(key)?.count ?? 0)) fresh.push(entry)
    }
    for (const [key, seen] of this.#seen) {
      const isRecent = Date.parse(seen.entry.time) >= since
      if (isRecent && (now.get(key)?.count ?? 0) < seen.count) now.set(key, seen)
    }
    this.#seen = now
    return fresh.reverse()
  }

  #increase({ perSecond }: Feed, status: Entry['status']): number {
    return perSecond.reduce(
      (sum, second) =>
        sum + Math.max(0, second[status] - (this.#counts.get(second.time)?.[status] ?? 0)),
      0,
    )
  }
}
