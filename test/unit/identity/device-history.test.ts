import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addToHistory,
  emptyHistory,
  historyOf,
  type DeviceHistory,
  type HistoryEvent,
  type HistoryRules,
} from '../../../shared/identity/device-history.ts'
import { mostMoments } from '../../../shared/identity/fold-events.ts'
import {
  restoreHistory,
  storedHistorySchema,
  storeHistory,
} from '../../../shared/identity/stored-history.ts'
import { sliceDevice } from '../../../shared/identity/device-slices.ts'
import { parseIdentifierKey, type Identifier } from '../../../shared/identity/identifier.ts'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'

const { compareStrength, isPerson } = createNamespaces(defaultNamespaces)
const minute = 60_000
const device: Identifier = { namespace: 'deviceId', value: 'd' }

const rules = (mostMoments: number): HistoryRules => ({
  visitGap: 30 * minute,
  compareStrength,
  isPerson,
  mostMoments,
})

/** An event on the device, at a time in minutes. */
const at = (time: number, names = '', logout = false): HistoryEvent => ({
  time: time * minute,
  logout,
  identifiers: [...names.split(' ').flatMap((key) => parseIdentifierKey(key) ?? []), device].sort(
    compareStrength,
  ),
})

const event = fc
  .tuple(
    fc.nat({ max: 70 }),
    fc.constantFrom(
      '',
      '',
      '',
      'userId:a',
      'userId:a email:a',
      'userId:b',
      'email:a',
      'anonymousId:c',
    ),
    fc.constantFrom(false, false, false, false, true),
  )
  .map(([step, names, logout]) => at(step * 10, names, logout))
const events = fc.array(event, { minLength: 1, maxLength: 40 })
const bound = fc.constantFrom(0, 1, 4, 10, Infinity)

/** Adds events as they come; what does not fit is made from all again, as a home would be. */
function arrived(list: readonly HistoryEvent[], size: number, most: number) {
  let history = emptyHistory
  let again = 0
  for (let start = 0; start < list.length; start += size) {
    const added = addToHistory(history, list.slice(start, start + size), rules(most))
    if (added === undefined) again += 1
    history = added ?? historyOf(list.slice(0, start + size), rules(most))
  }
  return { history, again }
}

const loginOf = ({ identifiers }: { readonly identifiers: readonly Identifier[] }) =>
  identifiers.find(({ namespace }) => isPerson(namespace))

function segmentsOf(histories: readonly DeviceHistory[]) {
  const homes = histories.map((history) => ({ home: device, history }))
  return sliceDevice(device, homes, { ...rules(Infinity), loginOf })
}

const spansOf = (history: DeviceHistory) => history.lanes.flatMap(({ spans }) => spans)

describe('a history', () => {
  it('is the same in whatever order and portions events come', () => {
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.record({
            list: fc.constant(list),
            shuffled: fc.shuffledSubarray(list, { minLength: list.length }),
            size: fc.integer({ min: 1, max: 5 }),
            most: bound,
          }),
        ),
        ({ list, shuffled, size, most }) => {
          const whole = historyOf(list, rules(most))
          expect(historyOf(shuffled, rules(most))).toEqual(whole)
          expect(arrived(shuffled, size, most).history).toEqual(whole)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('takes events in order of time for ever, folded or not', () => {
    fc.assert(
      fc.property(events, bound, (list, most) => {
        const moments = [...new Map(list.map((item) => [item.time, item])).values()]
        const inOrder = moments.sort((a, b) => a.time - b.time)
        expect(arrived(inOrder, 1, most).again).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps every moment while there are few, and counts all events', () => {
    fc.assert(
      fc.property(events, bound, (list, most) => {
        const history = historyOf(list, rules(most))
        const exact = historyOf(list, rules(Infinity))
        const moments = spansOf(exact).length
        expect(history.cuts === undefined).toBe(moments <= most)
        if (moments <= most) expect(history).toEqual(exact)
        const count = spansOf(history).reduce((sum, span) => sum + span.count, 0)
        expect(count).toBe(list.length)
      }),
    )
  })

  it('folded cuts the time of its device as the events do', () => {
    fc.assert(
      fc.property(events, (list) => {
        const folded = segmentsOf([historyOf(list, rules(0))])
        if (folded.unsure.length > 0) return
        expect(folded.segments).toEqual(segmentsOf([historyOf(list, rules(Infinity))]).segments)
      }),
      { numRuns: 300 },
    )
  })

  it('in parts says the same as in one', () => {
    fc.assert(
      fc.property(events, fc.nat(), (list, cut) => {
        const middle = cut % list.length
        const parts = [list.slice(0, middle), list.slice(middle)]
        const whole = segmentsOf([historyOf(list, rules(Infinity))])
        expect(segmentsOf(parts.map((part) => historyOf(part, rules(Infinity))))).toEqual(whole)
      }),
    )
  })

  it('is stored and read back as it was', () => {
    fc.assert(
      fc.property(events, bound, (list, most) => {
        const history = historyOf(list, rules(most))
        const text = JSON.stringify(storeHistory(history))
        expect(restoreHistory(storedHistorySchema.parse(JSON.parse(text)))).toEqual(history)
      }),
    )
  })

  it('of as many moments as it keeps fits into a row', () => {
    const list = Array.from({ length: mostMoments }, (_, index) => at(index * 1234.567))
    const whole = list.map((item) => ({ ...item, time: Math.round(item.time) }))
    const history = historyOf(whole, rules(mostMoments))
    expect(history.cuts).toBeUndefined()
    expect(JSON.stringify(storeHistory(history)).length).toBeLessThan(20 * 1024)
  })

  it('of 100,000 events in 5,000 visits stays short, and takes the next one', () => {
    const visits = Array.from({ length: 5000 }, (_, visit) =>
      Array.from({ length: 20 }, (_event, index) => at(visit * 600 + index)),
    )
    const logins = [2000, 2001, 4000].map((visit) => at(visit * 600 + 5.5, `userId:u${visit}`))
    const history = historyOf([...visits.flat(), ...logins], rules(2000))
    expect(history.cuts).toHaveLength(4)
    expect(spansOf(history)).toHaveLength(8)
    expect(JSON.stringify(history).length).toBeLessThan(1500)
    const next = addToHistory(history, [at(5000 * 600), at(10 * 600 + 3.5)], rules(2000))
    expect(next && spansOf(next).reduce((sum, { count }) => sum + count, 0)).toBe(100_005)
    // Between two visits somebody else logs in: that moves a cut, and takes every moment.
    expect(addToHistory(history, [at(3000 * 600 + 5.5, 'userId:x')], rules(2000))).toBeUndefined()
  })
})
