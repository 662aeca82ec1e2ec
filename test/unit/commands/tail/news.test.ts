import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NewsDesk } from '../../../../commands/tail/news.ts'
import { aFeed, anEntry, entryAt, testMoment } from './entries.ts'

describe('what is new in an answer of the feed', () => {
  it('is told once, oldest first, also what became visible late', () => {
    const desk = new NewsDesk()
    const [late, second, third] = [entryAt(1), entryAt(2), entryAt(3)]
    expect(desk.take(aFeed([second]), 0).entries).toEqual([second])
    expect(desk.take(aFeed([late, second, third]), 0).entries).toEqual([late, third])
    expect(desk.take(aFeed([late, second, third]), 0)).toEqual({
      entries: [],
      accepted: 0,
      rejected: 0,
    })
  })

  it('is a call as often as it came, however equal', () => {
    const desk = new NewsDesk()
    const twice = [anEntry(), anEntry()]
    expect(desk.take(aFeed([anEntry()]), 0).entries).toHaveLength(1)
    expect(desk.take(aFeed(twice), 0).entries).toHaveLength(1)
    expect(desk.take(aFeed(twice), 0).entries).toHaveLength(0)
  })

  it('counts calls of which there is no entry', () => {
    const desk = new NewsDesk()
    const calls = Array.from({ length: 50 }, (_, index) => entryAt(index))
    expect(desk.take(aFeed(calls.slice(0, 30), { top: 5 }), 0)).toMatchObject({ accepted: 30 })
    const news = desk.take(aFeed([...calls, entryAt(9, { status: 'rejected' })], { top: 5 }), 0)
    expect(news).toMatchObject({ accepted: 20, rejected: 1 })
    expect(news.entries).toHaveLength(5)
  })

  it('does not forget within the overlap what an answer had no room for', () => {
    const desk = new NewsDesk()
    desk.take(aFeed([entryAt(1)]), testMoment)
    desk.take(aFeed([entryAt(1), entryAt(2)], { top: 1 }), testMoment)
    expect(desk.take(aFeed([entryAt(1), entryAt(2)]), testMoment).entries).toEqual([])
  })
})

it('every call is told exactly once, in whatever order calls become visible', () => {
  const call = fc.record({ ms: fc.nat(8_000), visibleAt: fc.nat(9) })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
      const desk = new NewsDesk()
      const told = Array.from({ length: 10 }, (_, look) => {
        const visible = calls.filter(({ visibleAt }) => visibleAt <= look)
        return desk.take(aFeed(visible.map(({ ms }) => entryAt(ms))), testMoment)
      })
      const entries = told.flatMap((news) => news.entries.map(({ time }) => time))
      expect(entries.sort()).toEqual(calls.map(({ ms }) => entryAt(ms).time).sort())
      expect(told.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(calls.length)
    }),
  )
})
