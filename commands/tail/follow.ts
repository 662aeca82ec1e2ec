import { fetchWithRefused, type Feed } from './feed.ts'
import { formatNote } from './format-entry.ts'
import type { NewsDesk } from './news.ts'
import type { TailOptions } from './options.ts'
import { pauseAfter } from './pace.ts'
import { plainText } from '../terminal/plain-text.ts'
import { showNews } from './show-news.ts'
import type { TailInputs } from './tail.ts'

export interface Position {
  readonly desk: NewsDesk
  /** Passerby's clock at the last look, and since when to look next, in milliseconds. */
  asOf: number
  since: number
}

interface Following extends Position {
  readonly options: TailOptions
  readonly inputs: TailInputs
  lastNewsAt: number
  /** Since when Passerby does not answer. */
  awaySince: number | undefined
}

/** More than what is shown of one look, with the overlap. */
const usualEntries = 150
/** The feed answers no more at once. */
const mostEntries = 1_000

/** Looks again and again; answers the exit code when that is of no use any more. */
export async function follow(
  options: TailOptions,
  inputs: TailInputs,
  from: Position,
): Promise<number> {
  const { fetchFeed, sleep, monotonic } = inputs
  const lastNewsAt = monotonic()
  const following: Following = { ...from, options, inputs, lastNewsAt, awaySince: undefined }
  let tookMs = 0
  for (;;) {
    await sleep(pauseAfter({ tookMs, quietForMs: monotonic() - following.lastNewsAt }))
    const startedAt = monotonic()
    const query = { since: following.since, status: options.status, top: topOf(options) }
    const reply = await fetchWithRefused(fetchFeed, query)
    tookMs = monotonic() - startedAt
    switch (reply.kind) {
      case 'hopeless':
        inputs.say(plainText(`${options.url}: ${reply.reason}.`))
        return 1
      case 'away':
        await noteAway(following, reply.reason)
        break
      case 'answered':
        await noteBack(following)
        await showAnswer(following, reply.feed, query.since)
    }
  }
}

/** How many calls a look asks for. */
export function topOf({ json }: Pick<TailOptions, 'json'>): number {
  return json ? mostEntries : usualEntries
}

/** The one line about an absence begins when it does and is finished when it is over. */
async function noteAway(following: Following, reason: string): Promise<void> {
  const { options, inputs } = following
  if (following.awaySince !== undefined) return
  following.awaySince = inputs.monotonic()
  await tell(following, `… ${options.url}: ${reason}, trying again …`)
}

async function noteBack(following: Following): Promise<void> {
  const { inputs, awaySince } = following
  if (awaySince === undefined) return
  following.awaySince = undefined
  const seconds = Math.max(1, Math.round((inputs.monotonic() - awaySince) / 1000))
  await tell(following, ` back after ${seconds} s\n`)
}

/** What is no call is kept out of the JSON. */
async function tell({ options, inputs }: Following, text: string): Promise<void> {
  if (!options.json) await inputs.write(formatNote(text, inputs.look()))
  else if (!text.endsWith('\n')) inputs.say(plainText(text))
}

async function showAnswer(following: Following, feed: Feed, since: number): Promise<void> {
  const { desk, options, inputs } = following
  const asOf = Date.parse(feed.asOf)
  const news = desk.take(feed, since)
  const passedMs = asOf - following.asOf
  following.asOf = asOf
  following.since = Date.parse(feed.resumeSince)
  if (news.entries.length > 0) following.lastNewsAt = inputs.monotonic()
  await showNews(news, { passedMs, json: options.json, inputs })
}
