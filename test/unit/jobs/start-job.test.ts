import { describe, expect, it } from 'vitest'
import { jobAnswer } from '../../../shared/jobs/job-answer.ts'
import { cancelJob, readJob, runJob, startJob } from '../../../shared/jobs/jobs.ts'
import { docsAt } from '../../../shared/platform/http/error-answer.ts'
import { toHttpResponse } from '../../../shared/platform/http/to-http-response.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'

describe('a job', () => {
  it('starts, is carried out, and tells how it went', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const job = await startJob(context, 'sweep')
    expect(jobAnswer(job)).toMatchObject({
      jobId: job.jobId,
      operationType: 'sweep',
      status: 'running',
      progress: { done: 0, total: 0 },
      stages: ['sweep'],
      startedAt: '2026-03-01T12:00:00.000Z',
    })
    expect(storage.jobQueue.woken).toEqual([job.jobId])
    await runJob(context, job.jobId)
    expect(jobAnswer(await readJob(context, job.jobId))).toMatchObject({
      status: 'succeeded',
      result: { pending: 0, sent: 0 },
    })
  })

  it('is refused while one of its kind runs, which the answer names', async () => {
    const context = testContext()
    const running = await startJob(context, 'sweep')
    const refusal: unknown = await startJob(context, 'sweep').catch((error: unknown) => error)
    expect(toHttpResponse(refusal, docsAt(''))).toMatchObject({
      status: 409,
      jsonBody: { error: { code: 'JobRunning', target: running.jobId } },
    })
    expect(await startJob(context, 'redrive')).toMatchObject({ status: 'running' })
  })

  it('makes room for the next when it is cancelled', async () => {
    const context = testContext()
    const first = await startJob(context, 'sweep')
    expect(await cancelJob(context, first.jobId)).toMatchObject({ status: 'cancelled' })
    const second = await startJob(context, 'sweep')
    expect(second.jobId).not.toBe(first.jobId)
    await runJob(context, first.jobId)
    expect(await readJob(context, first.jobId)).toMatchObject({ status: 'cancelled' })
  })

  it('that nobody started is not found', async () => {
    await expect(readJob(testContext(), 'x')).rejects.toMatchObject({ code: 'JobNotFound' })
  })
})
