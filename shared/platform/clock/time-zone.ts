import { hourMs } from './durations.ts'

/** A date and time of day as a wall clock shows it; the month from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** The wall clocks of one place, whatever they are set to over the years. */
export interface TimeZone {
  readonly name: string
  /** What clocks show at a moment in milliseconds, and the day of the week: 1 for Monday. */
  wallTime(ms: number): WallTime & { readonly weekday: number }
  /**
   * The first moment at which clocks show a time. Where they skip it, the moment at which they do;
   * a day beyond its month, as 31 April, counts on into the next one.
   */
  momentOf(time: Partial<WallTime> & Pick<WallTime, 'year'>): number
}

/** The zone of an IANA name, as `Europe/Berlin`; `undefined` for an unknown one. */
export function timeZone(name: string): TimeZone | undefined {
  if (!isKnown(name)) return undefined
  const offsetAt = name === 'UTC' ? () => 0 : offsets(name)
  return {
    name,
    wallTime: (ms) => {
      const shown = new Date(ms + offsetAt(ms))
      return {
        year: shown.getUTCFullYear(),
        month: shown.getUTCMonth() + 1,
        day: shown.getUTCDate(),
        hour: shown.getUTCHours(),
        minute: shown.getUTCMinutes(),
        second: shown.getUTCSeconds(),
        weekday: shown.getUTCDay() || 7,
      }
    },
    momentOf: ({ year, month = 1, day = 1, hour = 0, minute = 0, second = 0 }) => {
      const shown = Date.UTC(year, month - 1, day, hour, minute, second)
      // Clocks are not set twice within two days.
      const around = [offsetAt(shown - 24 * hourMs), offsetAt(shown + 24 * hourMs)]
      const moments = around.map((offset) => shown - offset).sort((a, b) => a - b)
      const shows = moments.filter((ms) => ms + offsetAt(ms) === shown)
      return shows[0] ?? shown - (around[0] ?? 0)
    },
  }
}

function isKnown(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** How far clocks are ahead of UTC, in milliseconds; remembered by the hour. */
function offsets(name: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone: name, hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  const compute = (ms: number): number => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
    const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year')
    const shown = Date.UTC(year, part('month') - 1, part('day'), part('hour'), part('minute'))
    return shown + part('second') * 1000 - Math.floor(ms / 1000) * 1000
  }
  // Clocks are set at quarters of an hour.
  const quarter = hourMs / 4
  const known = new Map<number, number>()
  return (ms) => {
    const key = Math.floor(ms / quarter)
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size > 10_000) known.clear()
    const offset = compute(ms)
    known.set(key, offset)
    return offset
  }
}
