import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import { eventTime } from '../../../shared/unify/event-time.ts'

const receivedAt = Date.UTC(2026, 2, 1, 12)
const minute = 60_000
const at = (minutes: number): string => isoTime(receivedAt + minutes * minute)

/** Minutes from the receipt to the time of the event, or `undefined` where it was corrected. */
function minutesOf(call: Record<string, unknown>): number | undefined {
  const { time, timeCorrected } = eventTime(call, receivedAt)
  if (timeCorrected) expect(time).toBe(receivedAt)
  return timeCorrected ? undefined : (time - receivedAt) / minute
}

describe('the time of an event', () => {
  it.each<[string, Record<string, unknown>, number | undefined]>([
    ['the timestamp', { timestamp: at(-60) }, -60],
    ['the original timestamp where there is no other', { originalTimestamp: at(-60) }, -60],
    [
      'the timestamp before the original one',
      { timestamp: at(-60), originalTimestamp: at(-90) },
      -60,
    ],
    [
      'the original timestamp where the other is broken',
      { timestamp: 'x', originalTimestamp: at(-60) },
      -60,
    ],
    ['the timestamp of a client whose clock is right', { timestamp: at(-60), sentAt: at(-4) }, -60],
    [
      'the timestamp at the edge of what a right clock is',
      { timestamp: at(-60), sentAt: at(-5) },
      -60,
    ],
    ['moved by the error of a slow clock', { timestamp: at(-130), sentAt: at(-120) }, -10],
    ['moved by the error of a fast clock', { timestamp: at(110), sentAt: at(120) }, -10],
    ['of a future that a fast clock explains', { timestamp: at(120), sentAt: at(120) }, 0],
    ['the timestamp where sentAt is broken', { timestamp: at(-60), sentAt: 'x' }, -60],
    ['the moment of receipt', { timestamp: at(0) }, 0],
    ['1970', { timestamp: '1970-01-01' }, -receivedAt / minute],
    ['the receipt without a timestamp', {}, undefined],
    ['the receipt with a broken one', { timestamp: 'yesterday' }, undefined],
    ['the receipt with one that is a number', { timestamp: receivedAt }, undefined],
    ['the receipt with one that is an object', { timestamp: { a: 1 } }, undefined],
    ['the receipt before 1970', { timestamp: '1969-12-31T23:59:59.999Z' }, undefined],
    ['the receipt in the future', { timestamp: at(1) }, undefined],
    [
      'the receipt where the clock moves it before 1970',
      { timestamp: '1970-01-02', sentAt: at(3000) },
      undefined,
    ],
    [
      'the receipt where it was made after it was sent',
      { timestamp: at(-100), sentAt: at(-120) },
      undefined,
    ],
    ['the receipt with only sentAt', { sentAt: at(-120) }, undefined],
  ])('is %s', (_name, call, minutes) => {
    expect(minutesOf(call)).toBe(minutes)
  })

  it('ignores a time of receipt that the client made up', () => {
    expect(minutesOf({ timestamp: at(-60), receivedAt: at(-90) })).toBe(-60)
  })

  it('is never before 1970 nor after the receipt', () => {
    const text = fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.string(),
      fc.constant(undefined),
    )
    fc.assert(
      fc.property(fc.record({ timestamp: text, originalTimestamp: text, sentAt: text }), (call) => {
        const { time } = eventTime(call, receivedAt)
        expect(time).toBeGreaterThanOrEqual(0)
        expect(time).toBeLessThanOrEqual(receivedAt)
      }),
    )
  })
})
