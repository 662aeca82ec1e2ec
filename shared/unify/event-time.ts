import { parseIsoTime } from '../platform/clock/iso-time.ts'

/** When an event happened, and whether what was sent had to be replaced. */
export interface EventTime {
  readonly time: number
  readonly timeCorrected: boolean
}

/** A client whose clock differs by more than this is taken to be wrong. */
const clockToleranceMs = 5 * 60_000

/**
 * The time of an event: its `timestamp`, moved by the error of the client's clock where `sentAt`
 * shows one. A time that is missing, broken, before 1970 or in the future is replaced by the time
 * of receipt. All in milliseconds.
 */
export function eventTime(call: Readonly<Record<string, unknown>>, receivedAt: number): EventTime {
  const sent = timeOf(call['sentAt'])
  const stamped = timeOf(call['timestamp']) ?? timeOf(call['originalTimestamp'])
  if (stamped === undefined) return { time: receivedAt, timeCorrected: true }
  const wrongClock = sent !== undefined && Math.abs(sent - receivedAt) > clockToleranceMs
  const time = wrongClock ? receivedAt - (sent - stamped) : stamped
  if (time < 0 || time > receivedAt) return { time: receivedAt, timeCorrected: true }
  return { time, timeCorrected: false }
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'string' ? parseIsoTime(value) : undefined
}
