import type { TimeZone } from '../platform/clock/time-zone.ts'
import type { Activity } from '../profiles/activity.ts'
import type { CompiledMeasure } from './compile-measure.ts'
import { measureValue, type MeasureValue } from './measure-value.ts'
import { startOfCurrentHour, windowStart } from './measure-window.ts'
import type { MovingRange } from './moving-range.ts'
import { mergePartials, type PartialResult } from './partial.ts'

/** Edges of windows lie at quarters of an hour, in every time zone. */
const quarterMs = 15 * 60_000

/**
 * What activities come to by time, by the key of what is taken of them. Each quarter of an hour
 * has two slices: what happened right at its begin, which is the name of that slice, and what came
 * after that, a millisecond later. So an edge lies between two slices, on either side of its moment.
 */
export type PartialSeries = ReadonlyMap<number, ReadonlyMap<string, PartialResult>>

export const emptySeries: PartialSeries = new Map()

/** The slice that a moment belongs to. */
export function sliceOf(time: number): number {
  const begin = Math.floor(time / quarterMs) * quarterMs
  return time === begin ? begin : begin + 1
}

/** The series with more activities, none of which is in it yet. */
export function addToSeries(
  series: PartialSeries,
  activities: readonly Activity[],
  measures: readonly CompiledMeasure[],
): PartialSeries {
  const byKey = new Map(measures.map((measure) => [measure.partialKey, measure]))
  const next = new Map([...series].map(([slice, partials]) => [slice, new Map(partials)]))
  for (const activity of activities) {
    const slice = sliceOf(activity.time)
    for (const [key, measure] of byKey) {
      const partial = measure.partialOf(activity)
      if (partial === undefined) continue
      const partials = next.get(slice) ?? new Map<string, PartialResult>()
      next.set(slice, partials)
      const other = partials.get(key)
      partials.set(key, other === undefined ? partial : mergePartials(other, partial))
    }
  }
  return next
}

/** The value of a measure at a moment. */
export function valueFrom(
  series: PartialSeries,
  { definition, partialKey, range }: CompiledMeasure,
  { now, zone }: { readonly now: number; readonly zone: TimeZone },
): MeasureValue {
  const { window } = definition
  const begin = window === undefined ? -Infinity : windowStart(window, now, zone)
  const isMeant = inRange(range, startOfCurrentHour(now))
  let whole: PartialResult | undefined
  for (const [slice, partials] of series) {
    const partial = slice >= begin && isMeant(slice) ? partials.get(partialKey) : undefined
    if (partial === undefined) continue
    whole = whole === undefined ? partial : mergePartials(whole, partial)
  }
  return measureValue(definition, whole)
}

function inRange({ from, until }: MovingRange, hour: number): (slice: number) => boolean {
  return (slice) =>
    from.every(({ shift, isInside }) =>
      isInside ? slice >= hour + shift : slice > hour + shift,
    ) &&
    until.every(({ shift, isInside }) => (isInside ? slice <= hour + shift : slice < hour + shift))
}
