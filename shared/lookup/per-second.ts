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

/** Counts calls by the second of their receipt, only those received after `from`; oldest first. */
export function perSecond(
  accepted: readonly number[],
  rejected: readonly { readonly time: number }[],
  from: number,
): SecondCount[] {
  const counts = new Map<number, { accepted: number; rejected: number }>()
  const count = (time: number, status: 'accepted' | 'rejected'): void => {
    if (time <= from) return
    const second = time - (time % 1000)
    const known = counts.get(second) ?? { accepted: 0, rejected: 0 }
    known[status] += 1
    counts.set(second, known)
  }
  for (const time of accepted) count(time, 'accepted')
  for (const { time } of rejected) count(time, 'rejected')
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([second, count]) => ({ time: isoTime(second), ...count }))
}
