import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import { expireDaily, type ExpireDailyContext } from './expire-daily.ts'
import { wakeSilentJobs } from './jobs.ts'
import { sweep, type SweepContext } from './sweep.ts'
import { followWorkspace, type FollowContext } from '../workspace/follow-workspace.ts'

/** What is due every minute; one thing that fails does not keep the others from being done. */
export async function everyMinute(
  context: SweepContext & FollowContext & ExpireDailyContext & Pick<Context, 'metrics'>,
): Promise<void> {
  const tasks = {
    sweep: () => sweep(context),
    workspace: () => followWorkspace(context),
    jobs: () => wakeSilentJobs(context),
    expire: () => expireDaily(context),
    metrics: () => context.metrics.flush(),
  }
  for (const [task, run] of Object.entries(tasks)) {
    try {
      await run()
    } catch (error) {
      context.logger.warn('task of the minute failed', { task, ...describeError(error) })
    }
  }
}
