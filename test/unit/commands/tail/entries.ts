import type { Entry, Feed } from '../../../../commands/tail/feed.ts'

/** A call in the feed; what a test does not care about is filled in. */
export function anEntry(init: Partial<Entry> = {}): Entry {
  return {
    time: '2026-03-01T12:00:00.000Z',
    ...{ status: 'accepted', source: 'web', type: 'track', name: 'Product Viewed' },
    messageId: 'm1',
    ignored: [],
    identifiers: [{ namespace: 'anonymousId', value: 'cookie-1' }],
    ...{ code: null, reason: null },
    ...init,
  }
}

/** A call received so many milliseconds after the tests' moment. */
export function entryAt(ms: number, init: Partial<Entry> = {}): Entry {
  const time = new Date(testMoment + ms).toISOString()
  return anEntry({ time, messageId: `m${ms}`, ...init })
}

export const testMoment = Date.UTC(2026, 2, 1, 12)

/** The answer of the feed to calls, as it would count them. */
export function aFeed(entries: readonly Entry[], { top = 1_000, asOf = 10_000 } = {}): Feed {
  const counts = new Map<string, { accepted: number; rejected: number }>()
  for (const { time, status } of entries) {
    const second = `${time.slice(0, 19)}.000Z`
    const count = counts.get(second) ?? { accepted: 0, rejected: 0 }
    count[status] += 1
    counts.set(second, count)
  }
  return {
    value: entries.toSorted((a, b) => (a.time < b.time ? 1 : -1)).slice(0, top),
    asOf: new Date(testMoment + asOf).toISOString(),
    resumeSince: new Date(testMoment + asOf - 10_000).toISOString(),
    perSecond: [...counts].map(([time, count]) => ({ time, ...count })),
  }
}
