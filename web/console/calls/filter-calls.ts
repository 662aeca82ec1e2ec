import type { FeedEntry } from '../../../shared/lookup/feed-entry.ts'
import { mostCalls, type Call } from './call-log.ts'

export interface CallFilter {
  readonly status: 'all' | FeedEntry['status']
  /** Words that must all be found. */
  readonly text: string
}

/** The newest calls that fit. */
export function filterCalls(calls: readonly Call[], { status, text }: CallFilter): Call[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return calls
    .filter(({ entry }) => status === 'all' || entry.status === status)
    .filter(({ entry }) => words.length === 0 || hasWords(entry, words))
    .slice(0, mostCalls)
}

function hasWords(entry: FeedEntry, words: readonly string[]): boolean {
  const { type, name, source, messageId, code, reason, identifiers, ignored } = entry
  const found = [type, name, source, messageId, code, reason]
    .concat([...identifiers, ...ignored].map(({ namespace, value }) => `${namespace}:${value}`))
    .join('\n')
    .toLowerCase()
  return words.every((word) => found.includes(word))
}
