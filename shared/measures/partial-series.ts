import type { TimeZone } from '../platform/clock/time-zone.ts'
import type { Activity } from '../profiles/activity.ts'
import type { CompiledMeasure } from './compile-measure.ts'
import { measureValue, type MeasureValue } from './measure-value.ts'
import { windowStart } from './measure-window.ts'
import { mergePartials, type Partial } from './partial.ts'

/** Lower edges of windows lie at quarters of an hour, in every time zone. */
const sliceMs = 15 * 60_000

/** What the activities of each quarter of an hour come to, by the key of what is taken of them. */
export type PartialSeries = ReadonlyMap<number, ReadonlyMap<string, Partial>>

export const emptySeries: PartialSeries = new Map()

/** The first moment of the quarter of an hour that an activity belongs to, in milliseconds. */
export function sliceOf(time: number): number {
  return Math.floor(time / sliceMs) * sliceMs
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
      const partials = next.get(slice) ?? new Map<string, Partial>()
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
  { definition, partialKey }: CompiledMeasure,
  { now, zone }: { readonly now: number; readonly zone: TimeZone },
): MeasureValue {
  const { window } = definition
  const from = window === undefined ? -Infinity : windowStart(window, now, zone)
  let whole: Partial | undefined
  for (const [slice, partials] of series) {
    const partial = slice < from ? undefined : partials.get(partialKey)
    if (partial === undefined) continue
    whole = whole === undefined ? partial : mergePartials(whole, partial)
  }
  return measureValue(definition, whole)
}
