import { setTimeout } from 'node:timers/promises'
import { ConflictError, NotFoundError, PasserbyError } from '../platform/errors/errors.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import { JobFailure, type JobRun } from './job-kind.ts'
import { jobKind, type OperationType } from './job-kinds.ts'
import { createJobRun, isHeldBy } from './job-run.ts'
import type { Job } from './run-store.ts'

export type JobContext = Pick<Context, 'now' | 'newId' | 'runStore' | 'jobQueue' | 'logger'>

/** Starts a job; it is carried out by a worker. One of each kind runs at a time. */
export async function startJob(context: JobContext, operationType: OperationType): Promise<Job> {
  const now = context.now()
  const job: Job = {
    jobId: context.newId(),
    operationType,
    status: 'running',
    progress: { done: 0, total: 0 },
    stages: [...(jobKind(operationType)?.stages ?? [])],
    startedAt: now,
    updatedAt: now,
    failures: 0,
  }
  const running = await context.runStore.start(job)
  if (running !== undefined) {
    throw new ConflictError({
      code: 'JobRunning',
      message: `Job ${running.jobId} of the kind ${operationType} is running.`,
      target: running.jobId,
    })
  }
  await wake(context, job.jobId)
  return job
}

/** A message that is not sent only makes the job wait for the minute. */
async function wake(context: JobContext, jobId: string): Promise<void> {
  try {
    await context.jobQueue.wake(jobId)
  } catch (error) {
    context.logger.warn('job goes on with the next minute', { jobId, ...describeError(error) })
  }
}

export async function readJob(context: Pick<Context, 'runStore'>, jobId: string): Promise<Job> {
  const job = await context.runStore.read(jobId)
  if (job !== undefined) return job
  throw new NotFoundError({ code: 'JobNotFound', message: 'There is no job with this id.' })
}

/** Stops a job at its next step; what it has done stays. */
export async function cancelJob(context: JobContext, jobId: string): Promise<Job> {
  const now = context.now()
  const cancelled = await context.runStore.update(await readJob(context, jobId), (job) => ({
    ...job,
    status: 'cancelled',
    updatedAt: now,
    finishedAt: now,
  }))
  return cancelled ?? readJob(context, jobId)
}

/** A worker that has said nothing for this long is dead. */
const silentMs = 90_000
/** A message that waits for a worker this long is lost. */
const lostMs = 30_000
/** So often workers may fail one after the other before the job does. */
const mostFailures = 5

/**
 * Carries a job out, or on. Whoever comes while another worker is at it leaves it alone, so that a
 * message that is delivered again does no harm.
 */
export async function runJob(
  context: Context,
  jobId: string,
  pause: JobRun['pause'] = setTimeout,
): Promise<void> {
  const worker = context.newId()
  const job = await claim(context, jobId, worker)
  if (job === undefined) return
  const kind = jobKind(job.operationType)
  try {
    if (kind === undefined) throw new Error(`jobs of the kind ${job.operationType} are unknown`)
    const result = await kind.run(context, createJobRun(context, { job, worker, pause }))
    if (result === undefined) await passOn(context, job, worker)
    else await end(context, job, worker, { status: 'succeeded', result })
  } catch (error) {
    await fail(context, { job, worker, error })
  }
  const after = await context.runStore.read(jobId)
  const isInVain = after?.status === 'cancelled' || after?.status === 'failed'
  if (isInVain) await kind?.clear?.(context, jobId)
}

async function claim(context: Context, jobId: string, worker: string): Promise<Job | undefined> {
  const job = await context.runStore.read(jobId)
  if (job === undefined || job.status !== 'running') return undefined
  const now = context.now()
  return context.runStore.update(job, (current) => {
    const isHeld = current.worker !== undefined && now - current.updatedAt < silentMs
    return isHeld ? undefined : { ...current, worker, updatedAt: now }
  })
}

/** Lets the next message go on, unless the job has ended meanwhile or is somebody else's. */
async function passOn(context: Context, job: Job, worker: string): Promise<void> {
  const released = await context.runStore.update(job, (current) => {
    const { worker: _worker, ...rest } = current
    return isHeldBy(current, worker) ? { ...rest, updatedAt: context.now() } : undefined
  })
  if (released !== undefined) await wake(context, job.jobId)
}

async function end(
  context: Context,
  job: Job,
  worker: string,
  outcome: Pick<Job, 'status'> & Partial<Job>,
): Promise<void> {
  const now = context.now()
  await context.runStore.update(job, (current) => {
    if (!isHeldBy(current, worker)) return undefined
    const { worker: _worker, state: _state, ...rest } = current
    const { done, total } = rest.progress
    const progress = { done: outcome.status === 'succeeded' ? total : done, total }
    return { ...rest, progress, ...outcome, updatedAt: now, finishedAt: now }
  })
}

/** What may pass by itself is tried again with the next minute, some times. */
async function fail(
  context: Context,
  { job, worker, error }: { readonly job: Job; readonly worker: string; readonly error: unknown },
): Promise<void> {
  const fields = { jobId: job.jobId, ...describeError(error) }
  if (error instanceof PasserbyError && error.retryable) {
    const resting = await context.runStore.update(job, (current) => {
      const { worker: _worker, failures, ...rest } = current
      const rests = isHeldBy(current, worker) && failures + 1 < mostFailures
      return rests ? { ...rest, failures: failures + 1, updatedAt: context.now() } : undefined
    })
    if (resting !== undefined) {
      context.logger.warn('job goes on with the next minute', fields)
      return
    }
  }
  context.logger.error('job failed', fields)
  const message = error instanceof Error ? error.message : 'unknown'
  const result = error instanceof JobFailure ? { result: error.result } : {}
  await end(context, job, worker, { status: 'failed', error: message, ...result })
}

/** Wakes jobs whose worker died or whose message was lost. */
export async function wakeSilentJobs(context: JobContext): Promise<void> {
  for (const { jobId, worker, updatedAt } of await context.runStore.running()) {
    const isSilent = context.now() - updatedAt >= (worker === undefined ? lostMs : silentMs)
    if (isSilent) await context.jobQueue.wake(jobId)
  }
}
