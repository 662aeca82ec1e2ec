import * as z from 'zod'
import { networkReason } from '../load/network-reason.ts'
import { unusableAnswer } from '../terminal/unusable-answer.ts'

const text = z.string().nullable()

const entrySchema = z.looseObject({
  time: z.string(),
  status: z.enum(['accepted', 'rejected']),
  source: z.string(),
  type: text,
  name: text,
  messageId: text,
  identifiers: z.array(z.object({ namespace: z.string(), value: z.string() })),
  ignored: z.array(z.object({ namespace: z.string(), value: z.string(), reason: z.string() })),
  code: text,
  reason: text,
})

/** One call as the feed answers it. */
export type Entry = z.output<typeof entrySchema>

const countSchema = z.object({ time: z.string(), accepted: z.number(), rejected: z.number() })

const feedSchema = z.object({
  value: z.array(entrySchema),
  asOf: z.iso.datetime(),
  resumeSince: z.iso.datetime(),
  perSecond: z.array(countSchema),
})

/** The latest calls, newest first, and how many came in each second. */
export type Feed = z.output<typeof feedSchema>

export type FeedReply =
  | { readonly kind: 'answered'; readonly feed: Feed }
  /** It may answer later. */
  | { readonly kind: 'away'; readonly reason: string }
  | { readonly kind: 'hopeless'; readonly reason: string }

export interface FeedSource {
  readonly url: string
  readonly key: string
}

export interface FeedQuery {
  readonly since?: number | undefined
  readonly status?: 'accepted' | 'rejected' | undefined
  readonly top: number
}

const longestRequestMs = 30_000

/** Asks for the feed once. */
export async function fetchFeed(source: FeedSource, query: FeedQuery): Promise<FeedReply> {
  const { since, status, top } = query
  const options = new URLSearchParams({ top: String(top), perSecond: 'true' })
  if (since !== undefined) options.set('since', new Date(since).toISOString())
  if (status !== undefined) options.set('status', status)
  try {
    const address = `${source.url}/v1/instances/default/manage/events?${options.toString()}`
    const response = await fetch(address, {
      headers: { 'x-functions-key': source.key },
      redirect: 'manual',
      signal: AbortSignal.timeout(longestRequestMs),
    })
    return readFeed(response.status, await response.text())
  } catch (error) {
    return { kind: 'away', reason: networkReason(error) }
  }
}

/**
 * Asks for the feed, and once more for the refused calls when more of them came than the answer
 * has room for: they are what people look for.
 */
export async function fetchWithRefused(
  fetchOnce: (query: FeedQuery) => Promise<FeedReply>,
  query: FeedQuery,
): Promise<FeedReply> {
  const reply = await fetchOnce(query)
  if (reply.kind !== 'answered' || query.status !== undefined) return reply
  const { value, perSecond } = reply.feed
  const counted = perSecond.reduce((sum, { rejected }) => sum + rejected, 0)
  if (counted <= value.filter(isRefused).length) return reply
  const refused = await fetchOnce({ ...query, status: 'rejected' })
  if (refused.kind !== 'answered') return refused
  const all = [...value.filter((entry) => !isRefused(entry)), ...refused.feed.value]
  const newestFirst = all.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
  const counts = withRejectedOf(perSecond, refused.feed.perSecond)
  return { kind: 'answered', feed: { ...reply.feed, value: newestFirst, perSecond: counts } }
}

/** Entries and counts of a status must come from one look, else a call between two counts twice. */
function withRejectedOf(accepted: Feed['perSecond'], rejected: Feed['perSecond']) {
  const counts = new Map(accepted.map((second) => [second.time, { ...second, rejected: 0 }]))
  for (const second of rejected) {
    const { accepted: count = 0 } = counts.get(second.time) ?? {}
    counts.set(second.time, { ...second, accepted: count })
  }
  return [...counts.values()]
}

function isRefused({ status }: Entry): boolean {
  return status === 'rejected'
}

/** Reads an answer of HTTP. */
export function readFeed(status: number, body: string): FeedReply {
  if (status === 200) {
    const feed = feedSchema.safeParse(parseJson(body))
    if (feed.success) return { kind: 'answered', feed: feed.data }
    return { kind: 'hopeless', reason: 'it does not answer as Passerby does' }
  }
  const known = unusableAnswer(status)
  if (known !== undefined) return known
  return { kind: 'hopeless', reason: `it answers the events feed with status ${status}` }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
