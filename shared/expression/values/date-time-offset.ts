import { dateText, daysOf, isDay, twoDigits } from './calendar.ts'
import { fractionText, picosPerDay, picosPerMs } from './picoseconds.ts'
import { timeOfDayText } from './time-of-day.ts'

/** A moment, and the offset it is told in, which the date and time functions go by. */
export interface DateTimeOffset {
  /** Whole milliseconds since 1970, towards the past. */
  readonly ms: number
  /** Picoseconds on top, below 10^9. */
  readonly picos: number
  /** Minutes east of UTC. */
  readonly offset: number
}

// A blank stands for a plus sign that a form-style encoder has made a blank.
const shape =
  /^(-?\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(?:[Zz]|([+\- ])(\d\d):(\d\d))$/

/** Undefined where there is no such moment. */
export function readDateTimeOffset(text: string): DateTimeOffset | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = ''] = match
  const [, , , , , , , , sign, offsetHours = '0', offsetMinutes = '0'] = match
  const date = [Number(year), Number(month), Number(day)] as const
  const clock = [Number(hour), Number(minute), Number(second)] as const
  if (!isDay(...date) || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined
  const size = Number(offsetHours) * 60 + Number(offsetMinutes)
  const offset = sign === '-' && size > 0 ? -size : size
  const seconds = daysOf(...date) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  const padded = fraction.padEnd(12, '0')
  return {
    ms: (seconds - offset * 60) * 1000 + Number(padded.slice(0, 3)),
    picos: Number(padded.slice(3)),
    offset,
  }
}

export function dateTimeOffsetOf(ms: number): DateTimeOffset {
  return { ms, picos: 0, offset: 0 }
}

export function dateTimeOffsetText(value: DateTimeOffset): string {
  const { days, picos } = localOf(value)
  const { offset } = value
  const size = Math.abs(offset)
  const zone =
    offset === 0
      ? 'Z'
      : `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
  return `${dateText(days)}T${timeOfDayText(picos)}${zone}`
}

/** As the API writes times: UTC with milliseconds, more digits only where there are any. */
export function isoText(value: DateTimeOffset): string {
  const { days, picos } = localOf({ ...value, offset: 0 })
  const text = timeOfDayText(picos)
  const fraction = fractionText(picos % 1_000_000_000_000n)
  const padded = fraction.length >= 4 ? '' : '.000'.slice(fraction.length)
  return `${dateText(days)}T${text}${padded}Z`
}

/** Day and time of day in the value's own offset. */
export function localOf({ ms, picos, offset }: DateTimeOffset): { days: number; picos: bigint } {
  const local = ms + offset * 60_000
  const days = Math.floor(local / 86_400_000)
  return { days, picos: BigInt(local - days * 86_400_000) * picosPerMs + BigInt(picos) }
}

export function compareMoments(a: DateTimeOffset, b: DateTimeOffset): number {
  return a.ms === b.ms ? a.picos - b.picos : a.ms - b.ms
}

/** The time from `b` to `a` in picoseconds. */
export function between(a: DateTimeOffset, b: DateTimeOffset): bigint {
  return BigInt(a.ms - b.ms) * picosPerMs + BigInt(a.picos - b.picos)
}

/** The years that can be written: 0001 to 9999. */
export const leastMoment: DateTimeOffset = dateTimeOffsetOf(daysOf(1, 1, 1) * 86_400_000)
export const greatestMoment: DateTimeOffset = {
  ms: daysOf(10_000, 1, 1) * 86_400_000 - 1,
  picos: 999_999_999,
  offset: 0,
}

/** Null where the result is outside the years that can be written. */
export function shiftMoment(value: DateTimeOffset, picos: bigint): DateTimeOffset | null {
  const total = BigInt(value.picos) + picos
  const rest = ((total % picosPerMs) + picosPerMs) % picosPerMs
  const ms = value.ms + Number((total - rest) / picosPerMs)
  const shifted = { ms, picos: Number(rest), offset: value.offset }
  return ms < leastMoment.ms || ms > greatestMoment.ms ? null : shifted
}

/** A date moved by a duration; what is less than a day is dropped towards the past. */
export function shiftDate(days: number, picos: bigint): number | null {
  const whole = picos / picosPerDay - (picos % picosPerDay < 0n ? 1n : 0n)
  const shifted = days + Number(whole)
  return shifted < daysOf(1, 1, 1) || shifted >= daysOf(10_000, 1, 1) ? null : shifted
}
