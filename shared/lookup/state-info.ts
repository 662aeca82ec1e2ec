import * as z from 'zod'
import { isoTime } from '../platform/clock/iso-time.ts'
import { findPending, refusedAttribute, sumCounters } from '../jobs/sweep.ts'
import { archivedOnes, everyone } from '../profiles/member-store.ts'
import type { Context } from '../workspace/context.ts'

const count = z.int().min(0)

export const stateInfoSchema = z
  .object({
    profiles: z.object({
      known: count,
      unknown: count.meta({ description: 'Without those in the archive.' }),
      archived: count.meta({ description: 'Unknown profiles that were idle for too long.' }),
    }),
    activities: count,
    events: z.object({
      accepted: count.meta({ description: 'Calls in log blobs that are worked off.' }),
      applied: count,
      duplicates: count.meta({ description: 'Copies of a `messageId` seen before.' }),
      rejected: count,
      bots: count,
      unowned: count.meta({ description: 'Accepted, but identifying nobody.' }),
    }),
    refusedAttributes: z.record(z.string(), count).meta({
      description: 'Traits that do not count as attributes, by reason: `wrongType:age`, `tooLong`.',
    }),
    pendingBlobs: count.meta({ description: 'Log blobs that are not worked off yet.' }),
    oldestPendingSeconds: count,
    asOf: z.iso.datetime(),
  })
  .meta({ id: 'StateInfo' })

/** The state of the whole store, true to within a minute. */
export async function stateInfo(
  context: Pick<
    Context,
    'now' | 'eventLog' | 'receiptStore' | 'runStore' | 'memberStore' | 'metrics'
  >,
): Promise<z.input<typeof stateInfoSchema>> {
  const [state, profiles, archived, refused] = await Promise.all([
    findPending(context),
    context.memberStore.count(everyone),
    context.memberStore.count(archivedOnes),
    context.metrics.total('rejected'),
  ])
  const sums = sumCounters(
    state.mark.totals,
    state.hours.flatMap(({ receipts }) => receipts),
  )
  const sum = (name: string): number => sums[name] ?? 0
  const now = context.now()
  const oldest = state.pending[0]?.writtenAt
  return {
    profiles: { ...profiles, archived: archived.unknown },
    activities: sum('applied'),
    events: {
      accepted: sum('accepted'),
      applied: sum('applied'),
      duplicates: sum('duplicates'),
      rejected: refused,
      bots: sum('bots'),
      unowned: sum('unowned'),
    },
    refusedAttributes: Object.fromEntries(
      Object.entries(sums)
        .filter(([name]) => name.startsWith(`${refusedAttribute}:`))
        .map(([name, amount]) => [name.slice(refusedAttribute.length + 1), amount]),
    ),
    pendingBlobs: state.pending.length,
    oldestPendingSeconds: oldest === undefined ? 0 : Math.max(0, Math.round((now - oldest) / 1000)),
    asOf: isoTime(now),
  }
}
