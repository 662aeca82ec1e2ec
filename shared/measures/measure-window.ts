import * as z from 'zod'
import { dayMs, hourMs } from '../platform/clock/durations.ts'
import type { TimeZone, WallTime } from '../platform/clock/time-zone.ts'

/** What a window may reach back at most, by its unit: about ten years. */
const mostUnits = { hour: 87_600, day: 3650, week: 520, month: 120 } as const

/**
 * The latest activities that a measure looks at. It has a lower edge only, which counts as inside:
 * `last` units before the start of the current hour; with `calendar` the start of the last-th whole
 * unit, the current one counted.
 */
export const measureWindowSchema = z
  .object({
    last: z.int().min(1),
    unit: z.enum(['hour', 'day', 'week', 'month']),
    calendar: z.boolean().default(false),
  })
  .check(({ value: { last, unit }, issues }) => {
    if (last <= mostUnits[unit]) return
    const message = `must be at most ${mostUnits[unit]} ${unit}s`
    issues.push({ code: 'custom', input: last, path: ['last'], message })
  })

export type MeasureWindow = z.output<typeof measureWindowSchema>

/** The start of the hour that a moment lies in, in milliseconds. */
export function startOfCurrentHour(now: number): number {
  return Math.floor(now / hourMs) * hourMs
}

/**
 * The lower edge of a window at a moment, in milliseconds. A day is 24 hours and a week seven of
 * them, unless they are of the calendar; months go by the calendar of the zone in either case, and
 * a day that a month does not have is its last one.
 */
export function windowStart({ last, unit, calendar }: MeasureWindow, now: number, zone: TimeZone) {
  return calendar ? calendarStart(last, unit, now, zone) : rollingStart(last, unit, now, zone)
}

const lengths = { hour: hourMs, day: dayMs, week: 7 * dayMs } as const

function rollingStart(
  last: number,
  unit: MeasureWindow['unit'],
  now: number,
  zone: TimeZone,
): number {
  const hour = startOfCurrentHour(now)
  if (unit !== 'month') return hour - last * lengths[unit]
  const shown = zone.wallTime(hour)
  const month = monthsBefore(shown, last)
  return zone.momentOf({ ...shown, ...month, day: Math.min(shown.day, daysIn(month)) })
}

function calendarStart(
  last: number,
  unit: MeasureWindow['unit'],
  now: number,
  zone: TimeZone,
): number {
  const { year, month, day, weekday } = zone.wallTime(now)
  switch (unit) {
    case 'hour':
      return startOfCurrentHour(now) - (last - 1) * hourMs
    case 'day':
      return zone.momentOf({ year, month, day: day - (last - 1) })
    case 'week':
      return zone.momentOf({ year, month, day: day - (weekday - 1) - (last - 1) * 7 })
    case 'month':
      return zone.momentOf(monthsBefore({ year, month }, last - 1))
  }
}

type Month = Pick<WallTime, 'year' | 'month'>

function monthsBefore({ year, month }: Month, months: number): Month {
  const count = year * 12 + (month - 1) - months
  return { year: Math.floor(count / 12), month: (count % 12) + 1 }
}

function daysIn({ year, month }: Month): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
