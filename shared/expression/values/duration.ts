import { fractionPicos, fractionText, picosPerDay, picosPerSecond } from './picoseconds.ts'

const shape =
  /^(-?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,12}))?S)?)?$/

/** A duration of days and time as picoseconds; undefined where the text is none. */
export function readDuration(text: string): bigint | undefined {
  const match = shape.exec(text)
  if (match === null || text.endsWith('P') || text.endsWith('T')) return undefined
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)
  const size = BigInt(days) * picosPerDay + whole * picosPerSecond + fractionPicos(fraction)
  return sign === '-' ? -size : size
}

/** Canonical: `P7D`, `-P1DT2H`, `PT0S`. */
export function durationText(picos: bigint): string {
  const size = picos < 0n ? -picos : picos
  const days = size / picosPerDay
  const seconds = (size % picosPerDay) / picosPerSecond
  const fraction = fractionText(size % picosPerSecond)
  const parts = [
    [seconds / 3600n, 'H'],
    [(seconds / 60n) % 60n, 'M'],
  ]
    .filter(([amount]) => amount !== 0n)
    .map(([amount, unit]) => `${String(amount)}${String(unit)}`)
  const rest = seconds % 60n
  if (rest !== 0n || fraction !== '') parts.push(`${rest}${fraction}S`)
  const date = days === 0n ? '' : `${days}D`
  const time = parts.length === 0 ? '' : `T${parts.join('')}`
  return `${picos < 0n ? '-' : ''}P${date}${time === '' && date === '' ? 'T0S' : time}`
}
