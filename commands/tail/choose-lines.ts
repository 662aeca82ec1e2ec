import type { Entry } from './feed.ts'
import type { News } from './news.ts'

/** What is shown of some news: a sample when there is too much to read. */
export interface Chosen {
  /** Oldest first. */
  readonly entries: readonly Entry[]
  /** How many are not shown. */
  readonly accepted: number
  readonly rejected: number
}

/** Chooses at most so many entries: refused ones first, the rest evenly over the time. */
export function chooseLines(news: News, most: number): Chosen {
  const rejected = news.entries.filter(({ status }) => status === 'rejected')
  const accepted = news.entries.filter(({ status }) => status === 'accepted')
  const chosen = new Set(spread(rejected, most))
  for (const entry of spread(accepted, most - chosen.size)) chosen.add(entry)
  const entries = news.entries.filter((entry) => chosen.has(entry))
  const shown = entries.filter(({ status }) => status === 'rejected').length
  return {
    entries,
    accepted: news.accepted - (entries.length - shown),
    rejected: news.rejected - shown,
  }
}

function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items
  return Array.from({ length: count }, (_, index) =>
    Math.floor(((index + 0.5) * items.length) / count),
  ).flatMap((place) => items.slice(place, place + 1))
}

/** The line that stands for what is not shown. */
export function moreLine({ accepted, rejected }: Omit<Chosen, 'entries'>, seconds: number): string {
  const span = seconds < 1.5 ? '1 s' : `${Math.round(seconds)} s`
  const [all, good, bad] = [accepted + rejected, accepted, rejected].map((count) =>
    count.toLocaleString('en-US'),
  )
  return `… ${all ?? ''} more in ${span} (${good ?? ''} accepted, ${bad ?? ''} refused)`
}
