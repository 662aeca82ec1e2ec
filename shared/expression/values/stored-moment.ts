import { isDay } from './calendar.ts'

/** Days before each month of a year that is no leap year. */
const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/**
 * Milliseconds since 1970 of `2026-05-31T09:00:00.000Z`, the form in which times are stored; NaN
 * for any other. Read digit by digit: a filter on times does little else.
 */
export function storedMoment(text: string): number {
  if (text.length !== 24 || !hasSigns(text)) return NaN
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const ms = digits(text, 20, 23)
  // Also false for NaN, which one bad digit makes of the sum.
  const isTime = hour < 24 && minute < 60 && second < 60 && ms >= 0
  if (!isTime || !(year >= 1970) || !isDay(year, month, day)) return NaN
  return (daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + ms
}

function hasSigns(text: string): boolean {
  return (
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    text.charCodeAt(10) === 0x54 &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a &&
    text.charCodeAt(19) === 0x2e &&
    text.charCodeAt(23) === 0x5a
  )
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return NaN
    value = value * 10 + digit
  }
  return value
}

function daysSince1970(year: number, month: number, day: number): number {
  const last = year - 1
  const leaps = Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400) - 477
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const shift = isLeap && month > 2 ? 1 : 0
  return (year - 1970) * 365 + leaps + (before[month - 1] ?? 0) + shift + day - 1
}
