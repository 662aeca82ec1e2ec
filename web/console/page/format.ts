const number = new Intl.NumberFormat('en')

/** A count as people read it: `12,345`. */
export function formatCount(count: number): string {
  return number.format(count)
}

/** `1 call`, `2 calls`. */
export function countOf(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`
}

const steps: readonly (readonly [seconds: number, unit: string])[] = [
  [365 * 86_400, 'y'],
  [30 * 86_400, 'mo'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
]

/** A span in its largest unit: `4 s`, `3 min`, `2 h`, `5 d`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  for (const [length, unit] of steps) {
    if (seconds >= length) return `${Math.floor(seconds / length)} ${unit}`
  }
  return `${seconds} s`
}

/** How long ago a moment was; clocks that differ by little make no future. */
export function formatAgo(time: number, now: number): string {
  const age = now - time
  if (age < -60_000) return `in ${formatSpan(-age)}`
  return age < 1000 ? 'now' : `${formatSpan(age)} ago`
}

const pad = (part: number, length = 2): string => String(part).padStart(length, '0')

function dayOf(moment: Date): string {
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`
}

function clockOf(moment: Date): string {
  return `${pad(moment.getHours())}:${pad(moment.getMinutes())}:${pad(moment.getSeconds())}`
}

/** The time of day on the reader's clock; with the day when that is not today. */
export function formatClock(time: number, now: number): string {
  const moment = new Date(time)
  const day = dayOf(moment)
  return day === dayOf(new Date(now)) ? clockOf(moment) : `${day} ${clockOf(moment)}`
}

/** A moment in full, on the reader's clock: `2026-01-31 12:00:00`. */
export function formatMoment(time: number): string {
  const moment = new Date(time)
  return `${dayOf(moment)} ${clockOf(moment)}`
}

/** A text that is at most so long, its end replaced by an ellipsis. */
export function shorten(text: string, most: number): string {
  const characters = Array.from(text)
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
