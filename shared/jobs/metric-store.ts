/** Counters that have no better home; kept in memory and written from time to time. */
export interface MetricStore {
  /** Adds to a counter of this process. */
  count(name: string, amount: number): void
  /** Writes the counters of this process; cheap when nothing was counted since. */
  flush(): Promise<void>
  /** The sum over all processes and days, as far as written. */
  total(name: string): Promise<number>
  /** The sums of the days (`YYYY-MM-DD`, UTC) from the given one on, as far as written. */
  byDay(name: string, since: string): Promise<ReadonlyMap<string, number>>
}
