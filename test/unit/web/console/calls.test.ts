import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifyCalls, mergeCalls, mostCalls } from '../../../../web/console/calls/call-log.ts'
import { describeFeed } from '../../../../web/console/calls/describe-feed.ts'
import { filterCalls } from '../../../../web/console/calls/filter-calls.ts'

type Entry = Parameters<typeof identifyCalls>[0][number]

const anEntry = (seconds: number, more: Partial<Entry> = {}): Entry => ({
  time: new Date(seconds * 1000).toISOString(),
  status: 'accepted',
  source: 'web',
  type: 'track',
  name: 'Product viewed',
  messageId: `m${seconds}`,
  identifiers: [{ namespace: 'anonymousId', value: 'CookieID1' }],
  ignored: [],
  code: null,
  reason: null,
  ...more,
})
const names = (calls: readonly { entry: Entry }[]): (string | null)[] =>
  calls.map(({ entry }) => entry.messageId)

describe('the log of calls', () => {
  it('shows each call once, newest first, also one that becomes visible late', () => {
    const first = mergeCalls([], [anEntry(3), anEntry(1)])
    const second = mergeCalls(first.calls, [anEntry(4), anEntry(3), anEntry(2), anEntry(1)])
    expect(names(second.calls)).toEqual(['m4', 'm3', 'm2', 'm1'])
    expect(names(second.fresh)).toEqual(['m4', 'm2'])
  })

  it('stays the same when nothing is new', () => {
    const { calls } = mergeCalls([], [anEntry(1)])
    expect(mergeCalls(calls, [anEntry(1)])).toEqual({ calls, fresh: [] })
    expect(mergeCalls(calls, [anEntry(1)]).calls).toBe(calls)
  })

  it('tells equal refusals of one moment apart', () => {
    const refusal = anEntry(1, { status: 'rejected', messageId: null, code: 'InvalidJson' })
    const { calls } = mergeCalls([], [refusal, refusal])
    expect(calls).toHaveLength(2)
    expect(mergeCalls(calls, [refusal, refusal, refusal]).fresh).toHaveLength(1)
  })

  it('keeps the refusals when many calls are accepted', () => {
    const refusal = anEntry(0, { status: 'rejected' })
    const many = Array.from({ length: mostCalls + 50 }, (_, index) => anEntry(index + 1)).reverse()
    const { calls, fresh } = mergeCalls(mergeCalls([], [refusal]).calls, many)
    expect(calls).toHaveLength(mostCalls + 1)
    expect(fresh).toHaveLength(mostCalls)
    expect(calls.at(-1)?.entry).toEqual(refusal)
  })

  it('is the same however the pages overlap', () => {
    const all = Array.from({ length: 30 }, (_, index) => anEntry(30 - index))
    const part = fc.tuple(fc.nat(29), fc.nat(29)).map(([a, b]) => all.slice(Math.min(a, b)))
    fc.assert(
      fc.property(fc.array(part), (pages) => {
        const merged = [...pages, all].reduce<ReturnType<typeof identifyCalls>>(
          (calls, page) => [...mergeCalls(calls, page).calls],
          [],
        )
        expect(merged.map(({ entry }) => entry)).toEqual(all)
      }),
    )
  })
})

describe('the filter', () => {
  const calls = identifyCalls([
    anEntry(3, { name: 'Added to cart', source: 'backend' }),
    anEntry(2),
    anEntry(1, {
      status: 'rejected',
      type: null,
      name: null,
      identifiers: [],
      code: 'InvalidJson',
    }),
  ])

  it.each([
    ['all', '', ['m3', 'm2', 'm1']],
    ['accepted', '', ['m3', 'm2']],
    ['rejected', '', ['m1']],
    ['all', 'CART  back', ['m3']],
    ['all', 'anonymousId:cookieid1', ['m3', 'm2']],
    ['all', 'invalidjson', ['m1']],
    ['accepted', 'invalidjson', []],
  ] as const)('of %s and %j leaves %j', (status, text, left) => {
    expect(names(filterCalls(calls, { status, text }))).toEqual(left)
  })
})

describe('the state of the feed', () => {
  const shown = { isPaused: false, shown: 2 }

  it.each([
    [undefined, 'Connecting …'],
    [{ kind: 'live' }, 'Live · 2 calls'],
    [{ kind: 'hidden' }, 'Waiting until you look'],
    [{ kind: 'ended' }, 'Signed out'],
    [{ kind: 'failing', status: undefined, waitMs: 4000 }, 'does not answer, trying again in 4 s'],
    [{ kind: 'failing', status: 503, waitMs: 1000 }, 'answers 503, trying again in 1 s'],
  ] as const)('of %j says so', (poll, text) => {
    expect(describeFeed(poll, shown).text).toContain(text)
  })

  it('says that it is paused, but rather that there is no answer', () => {
    const paused = { ...shown, isPaused: true }
    expect(describeFeed({ kind: 'live' }, paused).text).toBe('Paused')
    const failing = { kind: 'failing', status: 500, waitMs: 1000 } as const
    expect(describeFeed(failing, paused).tone).toBe('danger')
  })
})
