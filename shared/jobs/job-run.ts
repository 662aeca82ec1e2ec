import type { Context } from '../workspace/context.ts'
import type { JobRun } from './job-kind.ts'
import type { Job, JobProgress } from './run-store.ts'

/** Progress is written at most this often, and a cancelled job stops after about as long. */
const reportMs = 1000
/** After this long the next message goes on: functions and the locks of messages do not last. */
const turnMs = 4 * 60_000

interface JobTurn {
  readonly job: Job
  readonly worker: string
  readonly pause: JobRun['pause']
}

/** A worker's turn; `worker` is the name under which it holds the job. */
export function createJobRun(
  context: Pick<Context, 'now' | 'runStore'>,
  { job, worker, pause }: JobTurn,
): JobRun {
  const startedAt = context.now()
  let written = { at: -Infinity, stage: job.stage }
  let goesOn = true
  const write = async (progress: JobProgress, state: unknown): Promise<boolean> => {
    const now = context.now()
    written = { at: now, stage: progress.stage }
    const { stage, done, total } = progress
    const updated = await context.runStore.update(job, (current) =>
      isHeldBy(current, worker)
        ? { ...current, stage, progress: { done, total }, state, updatedAt: now, failures: 0 }
        : undefined,
    )
    return updated !== undefined
  }
  let latest = job.state
  return {
    jobId: job.jobId,
    startedAt: job.startedAt,
    state: job.state,
    pause,
    report: async (progress, state) => {
      if (state !== undefined) latest = state
      const isOver = context.now() - startedAt > turnMs
      const isDue = context.now() - written.at >= reportMs || progress.stage !== written.stage
      if (goesOn && (isDue || isOver)) goesOn = (await write(progress, latest)) && !isOver
      return goesOn
    },
  }
}

/** True while the job is running and this worker's. */
export function isHeldBy(job: Job, worker: string): boolean {
  return job.status === 'running' && job.worker === worker
}
