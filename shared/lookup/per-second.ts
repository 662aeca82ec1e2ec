import * as z from 'zod'
import { secondOf } from '../collect/tally.ts'
import { isoTime } from '../platform/clock/iso-time.ts'

/** How many calls came in one second. */
export const secondCountSchema = z
  .object({
    time: z.iso.datetime().meta({ description: 'The first moment of the second.' }),
    accepted: z.number(),
    rejected: z.number(),
  })
  .meta({ id: 'SecondCount' })

export type SecondCount = z.input<typeof secondCountSchema>

/** Joins accepted calls, counted by second, with refused ones received after `from`; oldest first. */
export function perSecond(
  accepted: ReadonlyMap<number, number>,
  rejected: readonly { readonly time: number }[],
  from: number,
): SecondCount[] {
  const counts = new Map<number, { accepted: number; rejected: number }>()
  for (const [second, count] of accepted) counts.set(second, { accepted: count, rejected: 0 })
  for (const { time } of rejected) {
    if (time <= from) continue
    const known = counts.get(secondOf(time)) ?? { accepted: 0, rejected: 0 }
    counts.set(secondOf(time), { ...known, rejected: known.rejected + 1 })
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([second, count]) => ({ time: isoTime(second), ...count }))
}
