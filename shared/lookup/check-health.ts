import * as z from 'zod'
import { findPending } from '../jobs/sweep.ts'
import type { Context } from '../workspace/context.ts'
import { identityHealth, identityHealthSchema } from './identity-health.ts'
import { version } from '../workspace/version.ts'

const dependencySchema = z.object({
  status: z.enum(['ok', 'down']),
  latencyMs: z.int().meta({ description: 'How long one read took, in milliseconds.' }),
})

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    version: z.string(),
    dependencies: z.record(z.string(), dependencySchema).optional(),
    pendingBlobs: z.int().optional(),
    oldestPendingAt: z.iso.datetime().nullable().optional(),
    failedBlobs: z.int().optional(),
    identity: identityHealthSchema.optional(),
    error: z.looseObject({ code: z.string() }).optional().meta({
      description: 'Why not even the check could be made.',
    }),
    queue: z
      .object({ active: z.int(), dead: z.int() })
      .optional()
      .meta({ description: 'Messages in the queue of events, and dead ones; up to 1,000.' }),
  })
  .meta({ id: 'Health', description: 'All but the first two only with the admin key.' })

export type Health = z.input<typeof healthSchema>
type DependencyHealth = z.input<typeof dependencySchema>

/** The answer when not even the check can be made; of a bad request Passerby's state is no matter. */
export function downAnswer(body: object, status: number): object {
  return status < 500 ? body : { status: 'down', version, ...body }
}

type HealthContext = Pick<
  Context,
  'now' | 'eventLog' | 'eventQueue' | 'receiptStore' | 'runStore' | 'metrics' | 'correctionStore'
>

/** A blob that waits longer than this is late, in milliseconds: sweep has sent it again by then. */
const latestMs = 3 * 60_000

/** A dependency that does not answer within this time counts as down, in milliseconds. */
const patienceMs = 3000

/**
 * Tells whether Passerby can do its work. Without storage it is down; without the queue events are
 * still accepted, and worked off later: degraded.
 */
export async function checkHealth(
  context: HealthContext,
  { detailed }: { readonly detailed: boolean },
): Promise<Health> {
  const [blobs, tables, queue] = await Promise.all([
    probe(() => context.eventLog.hours('9')),
    probe(() => context.runStore.readMark()),
    probe(() => (detailed ? context.eventQueue.oldestEnqueuedAt() : Promise.resolve(undefined))),
  ])
  const isDown = blobs.status === 'down' || tables.status === 'down'
  const status = isDown ? 'down' : queue.status === 'down' ? 'degraded' : 'ok'
  if (!detailed || isDown) {
    return detailed
      ? { status, version, dependencies: { blobs, tables, queue } }
      : { status, version }
  }
  const { pending, hours } = await findPending(context)
  const depth = queue.status === 'ok' ? { queue: await context.eventQueue.depth() } : {}
  const failed = hours.flatMap(({ receipts }) => receipts).filter((r) => r.status === 'failed')
  const oldest = pending[0]
  const isLate = oldest !== undefined && context.now() - oldest.writtenAt > latestMs
  const isDegraded = failed.length > 0 || isLate
  return {
    status: isDegraded && status === 'ok' ? 'degraded' : status,
    version,
    dependencies: { blobs, tables, queue },
    pendingBlobs: pending.length,
    oldestPendingAt: oldest === undefined ? null : new Date(oldest.writtenAt).toISOString(),
    failedBlobs: failed.length,
    ...depth,
    identity: await identityHealth(context),
  }
}

async function probe(call: () => Promise<unknown>): Promise<DependencyHealth> {
  const start = performance.now()
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs)
  })
  try {
    await Promise.race([call(), timeout])
    return { status: 'ok', latencyMs: Math.round(performance.now() - start) }
  } catch {
    return { status: 'down', latencyMs: Math.round(performance.now() - start) }
  } finally {
    clearTimeout(timer)
  }
}
