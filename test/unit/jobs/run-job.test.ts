import { describe, expect, it } from 'vitest'
import { everyMinute } from '../../../shared/jobs/every-minute.ts'
import { createJobRun } from '../../../shared/jobs/job-run.ts'
import { cancelJob, readJob, runJob, startJob } from '../../../shared/jobs/jobs.ts'
import type { Job } from '../../../shared/jobs/run-store.ts'
import { TransientError } from '../../../shared/platform/errors/errors.ts'
import { memoryStorage, testContext, type TestContext } from '../../doubles/test-context.ts'

const minute = 60_000
const pause = (): Promise<void> => Promise.resolve()

/** A job as a worker holds it. */
async function heldJob(context: TestContext, worker: string): Promise<Job> {
  const job = await startJob(context, 'redrive')
  const held = await context.runStore.update(job, (current) => ({ ...current, worker }))
  if (held === undefined) throw new Error('the job has ended')
  return held
}

describe('the turn of a worker at a job', () => {
  it('notes progress and what the next worker needs, at most once a second', async () => {
    const context = testContext()
    const job = await heldJob(context, 'me')
    const run = createJobRun(context, { job, worker: 'me', pause })
    expect(await run.report({ stage: 'redrive', done: 1, total: 9 }, { at: 1 })).toBe(true)
    expect(await run.report({ stage: 'redrive', done: 2, total: 9 }, { at: 2 })).toBe(true)
    expect(await readJob(context, job.jobId)).toMatchObject({ progress: { done: 1 } })
    context.advance(1000)
    expect(await run.report({ stage: 'redrive', done: 3, total: 9 })).toBe(true)
    expect(await readJob(context, job.jobId)).toMatchObject({
      progress: { done: 3, total: 9 },
      stage: 'redrive',
      state: { at: 2 },
    })
  })

  it('is over when the job is cancelled, or somebody else has taken it', async () => {
    const context = testContext()
    const job = await heldJob(context, 'me')
    const run = createJobRun(context, { job, worker: 'me', pause })
    await context.runStore.update(job, (current) => ({ ...current, worker: 'other' }))
    expect(await run.report({ stage: 'redrive', done: 1, total: 9 })).toBe(false)
    expect(await readJob(context, job.jobId)).toMatchObject({ progress: { done: 0 } })
    const other = createJobRun(context, { job, worker: 'other', pause })
    await cancelJob(context, job.jobId)
    expect(await other.report({ stage: 'redrive', done: 1, total: 9 })).toBe(false)
  })

  it('is over after some minutes, with all it noted written', async () => {
    const context = testContext()
    const job = await heldJob(context, 'me')
    const run = createJobRun(context, { job, worker: 'me', pause })
    expect(await run.report({ stage: 'redrive', done: 1, total: 9 })).toBe(true)
    context.advance(5 * minute)
    expect(await run.report({ stage: 'redrive', done: 2, total: 9 }, 'two')).toBe(false)
    expect(await readJob(context, job.jobId)).toMatchObject({ progress: { done: 2 }, state: 'two' })
  })
})

describe('a job', () => {
  it('whose worker is at it is left alone; once it is silent another one goes on', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const job = await heldJob(context, 'me')
    await runJob(context, job.jobId)
    expect(await readJob(context, job.jobId)).toMatchObject({ status: 'running', worker: 'me' })
    context.advance(2 * minute)
    await everyMinute(context)
    expect(storage.jobQueue.woken).toEqual([job.jobId, job.jobId])
    await runJob(context, job.jobId)
    expect(await readJob(context, job.jobId)).toMatchObject({ status: 'succeeded' })
  })

  it('goes on with the next message when a turn is over', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const dead = ['a', 'b'].map((name) => `2026-03-01/12/${name}.ndjson.gz`)
    const jobQueue = { ...storage.jobQueue, drainDeadBlobs: () => Promise.resolve(dead) }
    const eventQueue = {
      ...storage.eventQueue,
      announce: (blobs: readonly string[]) => {
        context.advance(5 * minute)
        return storage.eventQueue.announce(blobs)
      },
    }
    const { jobId } = await startJob(context, 'redrive')
    await runJob({ ...context, jobQueue, eventQueue }, jobId)
    expect(storage.jobQueue.woken).toEqual([jobId, jobId])
    const job = await readJob(context, jobId)
    expect(job).toMatchObject({ status: 'running', progress: { done: 1, total: 2 } })
    expect(job.worker).toBeUndefined()
    await runJob(context, jobId)
    expect(await readJob(context, jobId)).toMatchObject({ status: 'succeeded' })
  })

  it('rests and goes on after what may pass by itself, and fails when that does not help', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const down = new TransientError({ code: 'StorageUnavailable', message: 'Storage is down.' })
    const broken = {
      ...context,
      eventLog: { ...context.eventLog, hours: () => Promise.reject(down) },
    }
    const { jobId } = await startJob(context, 'sweep')
    for (let failure = 1; failure < 5; failure += 1) {
      await runJob(broken, jobId)
      expect(await readJob(context, jobId)).toMatchObject({ status: 'running', failures: failure })
    }
    context.advance(minute)
    await everyMinute(broken)
    expect(storage.jobQueue.woken).toEqual([jobId, jobId])
    await runJob(broken, jobId)
    expect(await readJob(context, jobId)).toMatchObject({
      status: 'failed',
      error: 'Storage is down.',
    })
  })

  it('is remembered while it is among the latest 200, or runs', async () => {
    const context = testContext()
    const running = await startJob(context, 'redrive')
    for (let count = 0; count < 205; count += 1) {
      context.advance(1)
      await cancelJob(context, (await startJob(context, 'sweep')).jobId)
    }
    const jobs = await context.runStore.latest(1000)
    expect(jobs).toHaveLength(201)
    expect(jobs.at(-1)).toMatchObject({ jobId: running.jobId, status: 'running' })
  })
})
