import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factLine, isFactLine } from '../../../shared/collect/event-log.ts'
import type { CorrectionFact } from '../../../shared/identity/correction.ts'
import { formatTally, callsIn, parseTally, tallyOf } from '../../../shared/collect/tally.ts'

const receipts = fc.array(
  fc.record({
    receivedAt: fc.integer({ min: Date.UTC(2020), max: Date.UTC(2100) }),
    lines: fc.array(fc.constant('line'), { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 20 },
)

it('is read as it was written', () => {
  fc.assert(
    fc.property(receipts, (all) => {
      const tally = tallyOf(all)
      expect(parseTally(formatTally(tally))).toEqual(tally)
      expect(callsIn(tally)).toBe(all.flatMap(({ lines }) => lines).length)
    }),
  )
})

it('knows the earliest and the latest receipt and counts by second', () => {
  const at = (receivedAt: number, count: number) => ({ receivedAt, lines: Array(count).fill('') })
  expect(tallyOf([at(2_999, 1), at(1_500, 2), at(2_000, 3)])).toEqual({
    first: 1_500,
    last: 2_999,
    perSecond: new Map([
      [2_000, 4],
      [1_000, 2],
    ]),
  })
})

it('is left out where it has more seconds than there is room for', () => {
  const seconds = Array.from({ length: 301 }, (_, second) => ({
    receivedAt: second * 1000,
    lines: ['x'],
  }))
  expect(formatTally(tallyOf(seconds.slice(1)))?.length).toBeLessThan(8_000)
  expect(formatTally(tallyOf(seconds))).toBeUndefined()
})

it('is nothing where something else stands in its place', () => {
  for (const text of [undefined, '', '1 2', '1 2 x', '1 2 3:4x', 'a b 3:4']) {
    expect(parseTally(text)).toBeUndefined()
  }
})

it('leaves out lines that are no calls', () => {
  const tally = tallyOf([
    { receivedAt: 1_500, lines: ['call'] },
    { receivedAt: 2_500, lines: ['fact'], calls: 0 },
  ])
  expect(callsIn(tally)).toBe(1)
  expect(tally.last).toBe(2_500)
})

it('tells lines of facts apart, whoever said them', () => {
  const fact: CorrectionFact = {
    ...{ id: 'c1', type: 'detach', a: 'userId:u', at: '2026-03-01T10:00:00.000Z' },
    ...{ by: 'a "b", "call": {', reason: 'seen' },
  }
  expect(isFactLine(factLine(fact.by, fact))).toBe(true)
  const call = { receivedAt: fact.at, source: '"fact":', call: { fact: {} } }
  expect(isFactLine(JSON.stringify(call))).toBe(false)
})
