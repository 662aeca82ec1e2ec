import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeZone, type TimeZone } from '../../../../shared/platform/clock/time-zone.ts'

function zone(name: string): TimeZone {
  const found = timeZone(name)
  if (found === undefined) throw new Error(name)
  return found
}

const names = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['America/Sao_Paulo', 'Pacific/Apia', 'Asia/Tehran', 'Africa/Casablanca'],
]

describe('a time zone', () => {
  it('is one that there is', () => {
    expect(timeZone('Europe/Berlin')?.name).toBe('Europe/Berlin')
    expect(timeZone('Mars/Olympus')).toBeUndefined()
    expect(timeZone('')).toBeUndefined()
  })

  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', [2026, 3, 29, 1, 59, 59, 7]],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', [2026, 3, 29, 3, 0, 0, 7]],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', [2026, 1, 1, 5, 45, 0, 4]],
    ['America/New_York', '2024-02-29T04:59:00Z', [2024, 2, 28, 23, 59, 0, 3]],
  ])('%s shows the time of %s', (name, moment, shown) => {
    const { year, month, day, hour, minute, second, weekday } = zone(name).wallTime(
      Date.parse(moment),
    )
    expect([year, month, day, hour, minute, second, weekday]).toEqual(shown)
  })

  it.each([
    [
      'a time shown twice counts the first time',
      'Europe/Berlin',
      [2026, 10, 25, 2, 30],
      '2026-10-25T00:30:00.000Z',
    ],
    ['a time that is skipped', 'Europe/Berlin', [2026, 3, 29, 2, 30], '2026-03-29T01:30:00.000Z'],
    [
      'a midnight that is skipped',
      'America/Sao_Paulo',
      [2018, 11, 4, 0, 0],
      '2018-11-04T03:00:00.000Z',
    ],
    ['a day that is skipped', 'Pacific/Apia', [2011, 12, 30, 0, 0], '2011-12-30T10:00:00.000Z'],
    ['a day beyond its month', 'UTC', [2026, 2, 31, 0, 0], '2026-03-03T00:00:00.000Z'],
    ['a day before its month', 'UTC', [2026, 3, 0, 0, 0], '2026-02-28T00:00:00.000Z'],
  ])('%s', (_title, name, [year = 0, month = 1, day = 1, hour = 0, minute = 0], moment) => {
    const ms = zone(name).momentOf({ year, month, day, hour, minute })
    expect(new Date(ms).toISOString()).toBe(moment)
  })

  it('finds the first moment that shows what a moment shows', () => {
    const moments = fc.integer({ min: Date.UTC(2000) / 1000, max: Date.UTC(2040) / 1000 })
    fc.assert(
      fc.property(fc.constantFrom(...names), moments, (name, seconds) => {
        const ms = seconds * 1000
        const one = zone(name)
        const found = one.momentOf(one.wallTime(ms))
        expect(one.wallTime(found)).toEqual(one.wallTime(ms))
        expect(found).toBeLessThanOrEqual(ms)
      }),
      { numRuns: 300 },
    )
  })
})
