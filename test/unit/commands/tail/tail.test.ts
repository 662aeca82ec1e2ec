import { describe, expect, it } from 'vitest'
import {
  fetchWithRefused,
  readFeed,
  type Feed,
  type FeedReply,
  type FeedQuery,
} from '../../../../commands/tail/feed.ts'
import { NewsDesk } from '../../../../commands/tail/news.ts'
import type { TailOptions } from '../../../../commands/tail/options.ts'
import { pauseAfter } from '../../../../commands/tail/pace.ts'
import { tail } from '../../../../commands/tail/tail.ts'
import { aFeed, entryAt, testMoment } from './entries.ts'

const hopeless: FeedReply = { kind: 'hopeless', reason: 'the key is not accepted (401)' }
const away: FeedReply = { kind: 'away', reason: 'ECONNREFUSED' }
const answered = (...args: Parameters<typeof aFeed>): FeedReply => ({
  kind: 'answered',
  feed: aFeed(...args),
})

/** Runs tail over these replies; a hopeless one at the end ends it. */
async function run(replies: readonly FeedReply[], more: Partial<TailOptions> = {}) {
  const queries: FeedQuery[] = []
  const said: string[] = []
  let out = ''
  let time = 0
  const options = {
    ...{ url: 'http://cdp.example', key: 'K', status: undefined, since: undefined },
    ...{ json: false, once: false, ...more },
  }
  const code = await tail(options, {
    fetchFeed: (query) => {
      queries.push(query)
      return Promise.resolve(replies[queries.length - 1] ?? hopeless)
    },
    write: (text) => Promise.resolve(void (out += text)),
    say: (line) => said.push(line),
    look: () => ({ width: undefined, colors: false, now: testMoment }),
    sleep: (ms) => Promise.resolve(void (time += ms)),
    monotonic: () => time,
  })
  return { code, said, queries, lines: out.split('\n').slice(0, -1) }
}

describe('following the feed', () => {
  it('begins with the last calls and asks a little further back than it has seen', async () => {
    const first = [entryAt(1), entryAt(2)]
    const { lines, queries } = await run([answered(first), answered([...first, entryAt(3)])])
    expect(lines.map((line) => line.slice(9, 12))).toEqual(['001', '002', '003'])
    expect(queries[0]).toEqual({ since: undefined, status: undefined, top: 150 })
    expect(queries[1]).toMatchObject({ since: testMoment + 10_000 - 10_000 })
  })

  it('takes nothing for news that came before its first lines', async () => {
    const flood = Array.from({ length: 100 }, (_, index) => entryAt(index))
    const { lines } = await run([answered(flood), answered([...flood, entryAt(500)])])
    expect(lines.map((line) => line.slice(9, 12))).toEqual([
      ...Array.from({ length: 20 }, (_, index) => `0${80 + index}`),
      '500',
    ])
  })

  it('shows a sample of a flood and how many more there were', async () => {
    const flood = Array.from({ length: 500 }, (_, index) => entryAt(10_000 + index))
    const { lines } = await run([answered([]), answered(flood, { top: 200, asOf: 11_000 })])
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('… 480 more in 1 s (480 accepted, 0 refused)')
  })

  it('tells an absence in one line, and what came meanwhile', async () => {
    const { lines } = await run([answered([]), away, away, answered([entryAt(1)])])
    expect(lines).toEqual([
      '… http://cdp.example: ECONNREFUSED, trying again … back after 2 s',
      expect.stringContaining('12:00:00.001 accepted'),
    ])
  })

  it('ends when the key is not taken any more', async () => {
    const { code, said } = await run([answered([]), hopeless])
    expect(code).toBe(1)
    expect(said).toEqual(['http://cdp.example: the key is not accepted (401).'])
  })
})

describe('the first look', () => {
  it('says how to start a Passerby where none answers', async () => {
    const { code, said } = await run([away])
    expect(code).toBe(1)
    expect(said[0]).toContain('npm start')
  })

  it('is the only one with --once', async () => {
    const { code, lines, queries } = await run([answered([entryAt(1)])], { once: true })
    expect([code, lines.length, queries.length]).toEqual([0, 1, 1])
  })
})

describe('JSON', () => {
  it('holds every call that was fetched, and words of the command stand elsewhere', async () => {
    const flood = Array.from({ length: 500 }, (_, index) => entryAt(10_000 + index))
    const replies = [answered([]), away, answered(flood, { top: 300 })]
    const { lines, said } = await run(replies, { json: true })
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(flood.slice(200))
    expect(said.slice(0, 2)).toEqual([
      '… http://cdp.example: ECONNREFUSED, trying again …',
      expect.stringContaining('… 200 more'),
    ])
  })
})

describe('refused calls', () => {
  const reject = entryAt(1, { status: 'rejected' })
  const flood = Array.from({ length: 50 }, (_, index) => entryAt(2 + index))

  it('are asked for alone when the answer had no room for them', async () => {
    const queries: FeedQuery[] = []
    const reply = await fetchWithRefused(
      (query) => {
        queries.push(query)
        const calls = query.status === 'rejected' ? [reject] : [reject, ...flood]
        return Promise.resolve(answered(calls, { top: 10 }))
      },
      { top: 10 },
    )
    expect(queries.map(({ status }) => status)).toEqual([undefined, 'rejected'])
    expect(reply).toMatchObject({ kind: 'answered', feed: { value: { length: 11, 10: reject } } })
  })

  it('are counted by the look that lists them, also one that came in between', async () => {
    const late = entryAt(60, { status: 'rejected' })
    const reply = await fetchWithRefused(
      ({ status }) => {
        const calls = status === 'rejected' ? [reject, late] : [reject, ...flood]
        return Promise.resolve(answered(calls, { top: 10 }))
      },
      { top: 10 },
    )
    const desk = new NewsDesk()
    const news = desk.take((reply as { feed: Feed }).feed, 0)
    expect(news).toMatchObject({ accepted: flood.length, rejected: 2 })
    const again = desk.take(aFeed([reject, ...flood, late], { top: 10 }), 0)
    expect(again).toMatchObject({ accepted: 0, rejected: 0 })
  })

  it('are not asked for again when all are there', async () => {
    let asked = 0
    await fetchWithRefused(() => Promise.resolve(answered([reject], { asOf: (asked += 1) })), {
      top: 10,
    })
    expect(asked).toBe(1)
  })
})

describe('an answer of HTTP', () => {
  it.each([
    [200, '{}', 'hopeless'],
    [401, '', 'hopeless'],
    [404, '', 'hopeless'],
    [503, '', 'away'],
    [429, '', 'away'],
  ])('%d with %j is %s', (status, body, kind) => {
    expect(readFeed(status, body)).toMatchObject({ kind })
  })
})

it('the feed is asked less often the longer it takes, and when nothing comes', () => {
  expect(pauseAfter({ tookMs: 10, quietForMs: 0 })).toBe(1_000)
  expect(pauseAfter({ tookMs: 100, quietForMs: 0 })).toBe(2_400)
  expect(pauseAfter({ tookMs: 9_000, quietForMs: 0 })).toBe(5_000)
  expect(pauseAfter({ tookMs: 10, quietForMs: 61_000 })).toBe(2_000)
})
