import { dayMs, hourMs, minuteMs } from '../platform/clock/durations.ts'
import { isExpiryDue } from '../retention/is-expiry-due.ts'
import type { Context } from '../workspace/context.ts'
import { startJob } from './jobs.ts'

export type ExpireDailyContext = Parameters<typeof isExpiryDue>[0] &
  Pick<Context, 'newId' | 'runStore' | 'jobQueue' | 'logger'>

/** A little less than a day, so that the hour of the day stays the same. */
const restMs = dayMs - hourMs / 2
const latestJobs = 50

/**
 * Starts the job `expire` once a day where there is something for it to do. Table `due` has hours,
 * so once an hour is often enough to ask; when nothing is due that is all it costs.
 */
export async function expireDaily(context: ExpireDailyContext): Promise<void> {
  const now = context.now()
  if (now % hourMs >= minuteMs || !(await isExpiryDue(context))) return
  const jobs = await context.runStore.latest(latestJobs)
  const isRecent = jobs.some(
    ({ operationType, startedAt }) => operationType === 'expire' && now - startedAt < restMs,
  )
  if (!isRecent) await startJob(context, 'expire')
}
