import { describe, expect, it } from 'vitest'
import { everyMinute } from '../../../shared/jobs/every-minute.ts'
import { cancelJob, readJob, runJob, startJob } from '../../../shared/jobs/jobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'

describe('a job', () => {
  it('runs once woken, and leaves its result', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const { jobId } = await startJob(context, 'sweep')
    expect(storage.jobQueue.woken).toEqual([jobId])
    await runJob(context, jobId)
    expect(await readJob(context, jobId)).toMatchObject({
      status: 'succeeded',
      result: { pending: 0, sent: 0 },
    })
  })

  it('keeps another of its kind from starting until it ends', async () => {
    const context = testContext()
    const { jobId } = await startJob(context, 'sweep')
    await expect(startJob(context, 'sweep')).rejects.toMatchObject({
      code: 'JobRunning',
      target: jobId,
    })
    await expect(startJob(context, 'redrive')).resolves.toMatchObject({ status: 'running' })
    await runJob(context, jobId)
    await expect(startJob(context, 'sweep')).resolves.toMatchObject({ status: 'running' })
    expect(await context.runStore.latest(10)).toHaveLength(3)
  })

  it('that was cancelled does not run any more', async () => {
    const context = testContext()
    const { jobId } = await startJob(context, 'redrive')
    expect(await cancelJob(context, jobId)).toMatchObject({ status: 'cancelled' })
    await runJob(context, jobId)
    expect(await readJob(context, jobId)).toMatchObject({ status: 'cancelled' })
  })

  it('whose message was lost is woken again by the minute', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const { jobId } = await startJob(context, 'sweep')
    await everyMinute(context)
    expect(storage.jobQueue.woken).toEqual([jobId])
    context.advance(2 * 60_000)
    await everyMinute(context)
    expect(storage.jobQueue.woken).toEqual([jobId, jobId])
  })

  it('is woken again however many jobs were started since', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const { jobId } = await startJob(context, 'sweep')
    for (let count = 0; count < 60; count += 1) {
      context.advance(1000)
      await cancelJob(context, (await startJob(context, 'redrive')).jobId)
    }
    storage.jobQueue.woken.length = 0
    context.advance(2 * 60_000)
    await everyMinute(context)
    expect(storage.jobQueue.woken).toEqual([jobId])
  })

  it('that does not exist is not found', async () => {
    await expect(readJob(testContext(), 'nobody')).rejects.toMatchObject({ code: 'JobNotFound' })
  })
})
