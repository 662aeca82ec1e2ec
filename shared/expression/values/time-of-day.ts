import { twoDigits } from './calendar.ts'
import { fractionPicos, fractionText, picosPerSecond } from './picoseconds.ts'

const shape = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?$/

/** A time of day as picoseconds since midnight; undefined where there is no such time. */
export function readTimeOfDay(text: string): bigint | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, hour = '', minute = '', second = '0', fraction = ''] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  return BigInt(seconds) * picosPerSecond + fractionPicos(fraction)
}

export function timeOfDayText(picos: bigint): string {
  const seconds = Number(picos / picosPerSecond)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return clock.map(twoDigits).join(':') + fractionText(picos % picosPerSecond)
}
