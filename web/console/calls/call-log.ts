import type { FeedEntry } from '../../../shared/lookup/feed-entry.ts'

/** A call of the feed with an id that tells it from every other one. */
export interface Call {
  readonly id: string
  readonly entry: FeedEntry
}

/** How many calls of a status are kept. */
export const mostCalls = 200

/**
 * Gives each entry of a page its id. Entries that are equal in everything are told apart by their
 * number: those of one moment are always answered together.
 */
export function identifyCalls(page: readonly FeedEntry[]): Call[] {
  const seen = new Map<string, number>()
  return page.map((entry) => {
    const content = JSON.stringify(entry)
    const count = (seen.get(content) ?? 0) + 1
    seen.set(content, count)
    return { id: `${content}#${count}`, entry }
  })
}

/** Calls newest first, and those of them that were not there before. */
export interface Merged {
  readonly calls: readonly Call[]
  readonly fresh: readonly Call[]
}

/** Puts a page of the feed to what is there already; of each status the newest ones stay. */
export function mergeCalls(kept: readonly Call[], page: readonly FeedEntry[]): Merged {
  const known = new Set(kept.map(({ id }) => id))
  const unknown = identifyCalls(page).filter(({ id }) => !known.has(id))
  if (unknown.length === 0) return { calls: kept, fresh: [] }
  const sorted = [...unknown, ...kept].sort(byTime)
  const left = { accepted: mostCalls, rejected: mostCalls }
  const calls = sorted.filter(({ entry }) => (left[entry.status] -= 1) >= 0)
  const stays = new Set(calls)
  return { calls, fresh: unknown.filter((call) => stays.has(call)) }
}

/** Newest first; within a moment the order stays. */
function byTime(a: Call, b: Call): number {
  return a.entry.time < b.entry.time ? 1 : a.entry.time > b.entry.time ? -1 : 0
}
