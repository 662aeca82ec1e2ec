import { ConflictError, NotFoundError } from '../platform/errors/errors.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import { redrive } from './redrive.ts'
import type { Job, OperationType } from './run-store.ts'
import { sweep, type SweepContext } from './sweep.ts'

export type JobContext = SweepContext & Pick<Context, 'newId' | 'runStore' | 'jobQueue' | 'logger'>

/** Starts a job; it is carried out by a worker. One of each kind runs at a time. */
export async function startJob(context: JobContext, operationType: OperationType): Promise<Job> {
  const now = context.now()
  const job: Job = {
    jobId: context.newId(),
    operationType,
    status: 'running',
    progress: { done: 0, total: 0 },
    stages: [operationType],
    startedAt: now,
    updatedAt: now,
  }
  const running = await context.runStore.start(job)
  if (running !== undefined) {
    throw new ConflictError({
      code: 'JobRunning',
      message: `Job ${running.jobId} of the kind ${operationType} is running.`,
      target: running.jobId,
    })
  }
  try {
    await context.jobQueue.wake(job.jobId)
  } catch (error) {
    context.logger.warn('job starts with the next minute', {
      jobId: job.jobId,
      ...describeError(error),
    })
  }
  return job
}

export async function readJob(context: Pick<Context, 'runStore'>, jobId: string): Promise<Job> {
  const job = await context.runStore.read(jobId)
  if (job !== undefined) return job
  throw new NotFoundError({ code: 'JobNotFound', message: 'There is no job with this id.' })
}

/** Stops a job at its next step; what it has done stays. */
export async function cancelJob(context: JobContext, jobId: string): Promise<Job> {
  const job = await readJob(context, jobId)
  if (job.status !== 'running') return job
  const now = context.now()
  const cancelled: Job = { ...job, status: 'cancelled', updatedAt: now, finishedAt: now }
  return (await context.runStore.update(cancelled)) ? cancelled : readJob(context, jobId)
}

/** Carries a job out; running it again, or twice at once, does no harm. */
export async function runJob(context: JobContext, jobId: string): Promise<void> {
  const job = await context.runStore.read(jobId)
  if (job === undefined || job.status !== 'running') return
  try {
    const result = await carryOut(context, job)
    await finish(context, jobId, { status: 'succeeded', result })
  } catch (error) {
    context.logger.error('job failed', { jobId, ...describeError(error) })
    const message = error instanceof Error ? error.message : 'unknown'
    await finish(context, jobId, { status: 'failed', error: message })
  }
}

async function carryOut(context: JobContext, job: Job): Promise<Record<string, unknown>> {
  switch (job.operationType) {
    case 'sweep':
      return { ...(await sweep(context)) }
    case 'redrive': {
      const report = async (done: number, total: number): Promise<boolean> => {
        const current = await context.runStore.read(job.jobId)
        if (current?.status !== 'running') return false
        const updatedAt = context.now()
        return context.runStore.update({ ...current, progress: { done, total }, updatedAt })
      }
      return { ...(await redrive(context, report)) }
    }
  }
}

async function finish(
  context: JobContext,
  jobId: string,
  end: Pick<Job, 'status'> & Partial<Job>,
): Promise<void> {
  const job = await context.runStore.read(jobId)
  if (job === undefined || job.status !== 'running') return
  const now = context.now()
  await context.runStore.update({ ...job, ...end, updatedAt: now, finishedAt: now })
}

/** A running job that has said nothing for this long has lost its worker or its message. */
const silentMs = 90_000

/** Wakes jobs whose worker died or whose message was lost. */
export async function wakeSilentJobs(context: JobContext): Promise<void> {
  const jobs = await context.runStore.latest(50)
  for (const { jobId, status, updatedAt } of jobs) {
    if (status !== 'running' || context.now() - updatedAt < silentMs) continue
    await context.jobQueue.wake(jobId)
  }
}
