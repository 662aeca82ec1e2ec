import type { RejectStore } from '../../collect/reject-store.ts'
import type { MetricStore } from '../../jobs/metric-store.ts'
import type { ChangeFeed } from '../../profiles/change-feed.ts'

/** Counts nothing: what is worked off again was counted the first time. */
export const silentMetrics: MetricStore = {
  count: () => undefined,
  flush: () => Promise.resolve(),
  total: () => Promise.resolve(0),
  byDay: () => Promise.resolve(new Map<string, number>()),
}

/** Notes no refusals. */
export const silentRejects: RejectStore = {
  add: () => Promise.resolve(),
  latest: () => Promise.resolve([]),
}

/** Tells nobody. */
export const silentChangeFeed: ChangeFeed = { publish: () => Promise.resolve() }
