/** Days since 1970-01-01 of a day in the Gregorian calendar (Howard Hinnant, `days_from_civil`). */
export function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * 146_097 + dayOfEra + dayOfYear - 719_468
}

export interface CivilDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The reverse of `daysOf` (`civil_from_days`). */
export function civilOf(days: number): CivilDay {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = month === 2 && isLeap ? 29 : (lengths[month - 1] ?? 0)
  return day >= 1 && day <= length
}

const dateShape = /^(-?\d{4})-(\d\d)-(\d\d)$/

/** A date as days since 1970; undefined where there is no such day. */
export function readDate(text: string): number | undefined {
  const match = dateShape.exec(text)
  if (match === null) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return isDay(year, month, day) ? daysOf(year, month, day) : undefined
}

export function dateText(days: number): string {
  const { year, month, day } = civilOf(days)
  const size = String(Math.abs(year)).padStart(4, '0')
  return `${year < 0 ? '-' : ''}${size}-${twoDigits(month)}-${twoDigits(day)}`
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
