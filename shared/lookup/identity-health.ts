import { dayMs } from '../platform/clock/durations.ts'
import * as z from 'zod'
import { identityMetrics, refusedMetric } from '../identity/identity-metrics.ts'
import { refusalKinds } from '../identity/refused-link.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'

const count = z.int().min(0)

export const identityHealthSchema = z
  .object({
    heldLinks: count.meta({
      description: 'Links that wait for a steward; of the latest 1,000 corrections.',
    }),
    days: z
      .array(
        z.object({
          day: z.iso.date(),
          merges: count.meta({ description: 'Profiles that became part of another one.' }),
          splits: count.meta({ description: 'Profiles that left others, which go on.' }),
          quarantined: count.meta({
            description: 'Identifiers found to be linked to more others than one person has.',
          }),
          held: count.meta({ description: 'Links that began to wait for a steward.' }),
          corrections: count,
          undone: count.meta({ description: 'Corrections that were undone.' }),
          refused: z.record(z.string(), count).meta({
            description: 'Links of new events that do not hold, by reason.',
          }),
        }),
      )
      .meta({ description: 'The last seven days on which something was counted, newest first.' }),
  })
  .meta({ id: 'IdentityHealth', description: 'True to within a minute.' })

type IdentityHealth = z.input<typeof identityHealthSchema>
type Day = IdentityHealth['days'][number]

const daysShown = 7
const mostCorrections = 1000

/** What identity resolution did lately, and what waits for a steward. */
export async function identityHealth(
  context: Pick<Context, 'metrics' | 'correctionStore' | 'now'>,
): Promise<IdentityHealth> {
  const since = isoTime(context.now() - (daysShown - 1) * dayMs).slice(0, 10)
  const days = new Map<string, Day>()
  const dayOf = (day: string): Day => {
    const known = days.get(day) ?? emptyDay(day)
    days.set(day, known)
    return known
  }
  const counted = Object.entries(identityMetrics) as [keyof typeof identityMetrics, string][]
  await Promise.all([
    ...counted.map(async ([name, metric]) => {
      for (const [day, value] of await context.metrics.byDay(metric, since)) {
        dayOf(day)[name] += value
      }
    }),
    ...refusalKinds.map(async (kind) => {
      for (const [day, value] of await context.metrics.byDay(refusedMetric(kind), since)) {
        dayOf(day).refused[kind] = value
      }
    }),
  ])
  const newestFirst = [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1))
  return { heldLinks: await countHeld(context), days: newestFirst }
}

function emptyDay(day: string): Day {
  return {
    ...{ day, merges: 0, splits: 0, quarantined: 0, held: 0, corrections: 0, undone: 0 },
    refused: {},
  }
}

/** A held link is let go by undoing it, or by making it an `alwaysMatch`. */
async function countHeld({ correctionStore }: Pick<Context, 'correctionStore'>): Promise<number> {
  const { value } = await correctionStore.list({ top: mostCorrections })
  const inForce = value.filter(({ undo }) => undo === undefined)
  const pair = ({ a, b = '' }: { a: string; b?: string | undefined }): string =>
    [a, b].sort().join('\n')
  const joined = new Set(
    inForce.flatMap(({ correction }) =>
      correction.type === 'alwaysMatch' ? [pair(correction)] : [],
    ),
  )
  return inForce.filter(
    ({ correction }) => correction.type === 'held' && !joined.has(pair(correction)),
  ).length
}
