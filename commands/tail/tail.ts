import type { FeedQuery, FeedReply } from './feed.ts'
import { follow, topOf } from './follow.ts'
import type { Look } from './format-entry.ts'
import { NewsDesk } from './news.ts'
import type { TailOptions } from './options.ts'
import { plainText } from '../terminal/plain-text.ts'
import { entryLine } from './show-news.ts'

/** What tail depends on. */
export interface TailInputs {
  fetchFeed(query: FeedQuery): Promise<FeedReply>
  /** Writes to standard output; resolves when it may go on. */
  write(text: string): Promise<void>
  /** A line for people, on standard error. */
  say(line: string): void
  look(): Look
  sleep(ms: number): Promise<void>
  /** A clock that only moves on, in milliseconds. */
  monotonic(): number
}

const firstLines = 20
/** The feed answers no more at once. */
const mostEntries = 1_000

/** Shows the feed until something ends it for good; answers the exit code. */
export async function tail(options: TailOptions, inputs: TailInputs): Promise<number> {
  const { url, status, since, once, json } = options
  // What came shortly before the first lines is not news at the next look.
  const top = since === undefined ? topOf(options) : mostEntries
  const reply = await inputs.fetchFeed({ since, status, top })
  if (reply.kind !== 'answered') {
    const hint = 'Start Passerby with npm start, or give its address with --url.'
    inputs.say(plainText(`${url}: ${reply.reason}.${reply.kind === 'away' ? ` ${hint}` : ''}`))
    return 1
  }
  const { feed } = reply
  const desk = new NewsDesk()
  const { entries } = desk.take(feed, since ?? 0)
  const shown = since === undefined ? entries.slice(-firstLines) : entries
  if (since !== undefined && feed.value.length === top) {
    inputs.say(`… the latest ${top}; earlier ones are left out`)
  }
  await inputs.write(shown.map((entry) => entryLine(entry, json, inputs.look())).join(''))
  const position = { asOf: Date.parse(feed.asOf), since: Date.parse(feed.resumeSince) }
  return once ? 0 : follow(options, inputs, { desk, ...position })
}
