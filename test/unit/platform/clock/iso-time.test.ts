import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../../../shared/platform/clock/clock.ts'
import { isoTime, parseIsoTime } from '../../../../shared/platform/clock/iso-time.ts'

describe('an ISO 8601 time', () => {
  it.each([
    ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01 10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01 10:00:00 +02:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T10:00:00 Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00+0530', '2026-03-01T04:30:00.000Z'],
    ['2026-03-01T10:00:00-08:00', '2026-03-01T18:00:00.000Z'],
    ['2026-03-01t10:00:00z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00,5Z', '2026-03-01T10:00:00.500Z'],
    ['2026-03-01T10:00:00.123456789Z', '2026-03-01T10:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('is read: %s', (text, iso) => {
    const time = parseIsoTime(text)
    expect(time === undefined ? undefined : isoTime(time)).toBe(iso)
  })

  it.each([
    '',
    'now',
    '1700000000',
    '2026',
    '2026-03',
    '2026-3-1',
    '2026-02-29',
    '2026-02-30T10:00:00Z',
    '2026-13-01',
    '2026-00-10',
    '2026-03-00',
    '2026-03-01T25:00:00Z',
    '2026-03-01T10:61:00Z',
    '2026-03-01T10:00:00+99:00',
    '2026-03-01T10:00:00Z garbage',
    ' 2026-03-01',
    '2026-03-01T10:00:00.Z',
    'Sun Mar 01 2026',
    '+002026-03-01T10:00:00Z',
  ])('is not %j', (text) => {
    expect(parseIsoTime(text)).toBeUndefined()
  })

  it('reads back what it writes', () => {
    const times = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(times, (date) => parseIsoTime(isoTime(date.getTime())) === date.getTime()),
    )
  })
})

it('a clock is the one of the machine, moved', () => {
  const before = Date.now()
  const time = createClock(-60_000)() + 60_000
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})
