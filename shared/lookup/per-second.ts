import * as z from 'zod'
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

interface Received {
  readonly time: number
}

/** Counts calls by the second of their receipt, only those received after `from`; oldest first. */
export function perSecond(
  calls: { readonly accepted: readonly Received[]; readonly rejected: readonly Received[] },
  from: number,
): SecondCount[] {
  const counts = new Map<number, { accepted: number; rejected: number }>()
  for (const status of ['accepted', 'rejected'] as const) {
    for (const { time } of calls[status]) {
      if (time <= from) continue
      const second = time - (time % 1000)
      const count = counts.get(second) ?? { accepted: 0, rejected: 0 }
      count[status] += 1
      counts.set(second, count)
    }
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([second, count]) => ({ time: isoTime(second), ...count }))
}
