import { describe, expect, it } from 'vitest'
import { waysToConnect } from '../../../../web/console/connect/examples.ts'
import { describeState } from '../../../../web/console/counts/describe-state.ts'
import {
  countOf,
  formatAgo,
  formatClock,
  formatSpan,
  shorten,
} from '../../../../web/console/page/format.ts'

const state = (pendingBlobs: number, oldestPendingSeconds: number) => ({
  profiles: { known: 0, unknown: 0, archived: 0 },
  activities: 0,
  events: { accepted: 0, applied: 0, duplicates: 0, rejected: 0 },
  pendingBlobs,
  oldestPendingSeconds,
  asOf: '',
})

describe('the word about health', () => {
  it.each([
    ['ok', state(0, 0), { status: 'ok' }, 'All is well'],
    ['ok', state(4, 2), { status: 'ok', failedBlobs: 0, queue: { dead: 0 } }, 'All is well'],
    ['warn', state(4, 75), { status: 'ok' }, 'Behind: the oldest call waits for 1 min'],
    ['warn', undefined, { status: 'degraded', failedBlobs: 1 }, 'Degraded: 1 blob of events'],
    ['warn', undefined, { status: 'ok', queue: { dead: 2 } }, 'Degraded: 2 dead messages'],
    ['warn', undefined, { status: 'degraded' }, 'Degraded: see /health'],
    [
      'warn',
      state(4, 75),
      { status: 'degraded', dependencies: { blobs: { status: 'ok' }, queue: { status: 'down' } } },
      'Degraded: The queue is not answering',
    ],
    [
      'danger',
      undefined,
      {
        status: 'down',
        dependencies: { blobs: { status: 'down' }, tables: { status: 'down' } },
      },
      'Down: Blob storage and Table storage are not answering',
    ],
    ['danger', undefined, { status: 'down' }, 'Down: Storage is not answering'],
  ] as const)('is %s for %o and %o', (tone, known, health, words) => {
    const verdict = describeState(known, health)
    expect(verdict.tone).toBe(tone)
    expect(`${verdict.word}: ${verdict.detail}`).toContain(words)
  })
})

describe('times', () => {
  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [86_400_000 * 13, '13 d'],
    [86_400_000 * 400, '1 y'],
  ])('of %i ms are %s', (ms, text) => expect(formatSpan(ms)).toBe(text))

  it('of now, of the past, and of another clock', () => {
    expect(formatAgo(1000, 1500)).toBe('now')
    expect(formatAgo(1000, 6000)).toBe('5 s ago')
    expect(formatAgo(1500, 1000)).toBe('now')
    expect(formatAgo(7_200_000, 0)).toBe('in 2 h')
  })

  it('name the day unless it is today', () => {
    const now = Date.parse('2026-01-31T12:00:00Z')
    expect(formatClock(now - 1000, now)).toBe('11:59:59')
    expect(formatClock(now - 86_400_000, now)).toBe('2026-01-30 12:00:00')
  })
})

it('counts and shortens', () => {
  expect([countOf(1, 'call'), countOf(1200, 'call')]).toEqual(['1 call', '1,200 calls'])
  expect([shorten('abc', 3), shorten('👩👩👩', 2)]).toEqual(['abc', '👩…'])
})

describe('the examples', () => {
  const code = (origin: string): string =>
    waysToConnect({ origin, writeKey: 'W', readKey: 'R' })
      .flatMap(({ steps }) => steps.map((step) => step.code))
      .join('\n')

  it('name this place and these keys', () => {
    const local = code('http://127.0.0.1:7071')
    expect(local).toContain("writeKey: 'W',\n  cdnURL: 'http://127.0.0.1:7071',")
    expect(local).toContain("host: 'http://127.0.0.1:7071',\n  flushAt: 1,")
    expect(local).toContain("x-functions-key: R'")
  })
})
