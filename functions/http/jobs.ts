import * as z from 'zod'
import { jobAnswer, jobAnswerSchema } from '../../shared/jobs/job-answer.ts'
import { cancelJob, readJob, startJob } from '../../shared/jobs/jobs.ts'
import { jobKind, operationTypes } from '../../shared/jobs/job-kinds.ts'
import { listOf } from '../../shared/platform/http/list-of.ts'
import { topOption } from '../../shared/platform/http/query-options.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'

const jobs = 'v1/instances/{id}/workflows/main/jobs'
const jobId = { description: 'The `jobId` of the answer that started it.', example: '{jobId}' }

const kinds = operationTypes.map((type) => `\`${type}\` ${jobKind(type)?.summary ?? ''}`).join('; ')

jsonRoute(
  {
    name: 'job-start',
    method: 'POST',
    path: jobs,
    access: 'admin',
    query: z.object({
      operationType: z
        .enum(operationTypes, `must be one of ${operationTypes.join(', ')}`)
        .meta({ description: 'What to do.' }),
    }),
    docs: {
      tag: 'Jobs',
      summary: 'Start a job',
      description: `${kinds}. One of each kind runs at a time.`,
      query: { operationType: 'sweep' },
      answer: { status: 202, description: 'The job, running', schema: jobAnswerSchema },
      errors: ['JobRunning'],
    },
  },
  async ({ query }, context) => jobAnswer(await startJob(context, query.operationType)),
)

jsonRoute(
  {
    name: 'job-list',
    method: 'GET',
    path: jobs,
    access: 'admin',
    query: z.object({ top: topOption(100) }),
    docs: {
      tag: 'Jobs',
      summary: 'The latest jobs',
      answer: { description: 'Jobs, newest first', schema: listOf(jobAnswerSchema) },
    },
  },
  async ({ query }, context) => ({
    value: (await context.runStore.latest(query.top)).map(jobAnswer),
  }),
)

jsonRoute(
  {
    name: 'job',
    method: 'GET',
    path: `${jobs}/{jobId}`,
    access: 'admin',
    docs: {
      tag: 'Jobs',
      summary: 'One job with its progress',
      parameters: { jobId },
      answer: { description: 'The job', schema: jobAnswerSchema },
      errors: ['JobNotFound'],
    },
  },
  async ({ parameters }, context) => jobAnswer(await readJob(context, parameters['jobId'] ?? '')),
)

jsonRoute(
  {
    name: 'job-cancel',
    method: 'POST',
    path: `${jobs}/{jobId}/cancel`,
    access: 'admin',
    docs: {
      tag: 'Jobs',
      summary: 'Stop a job at its next step',
      description: 'What it has done stays. A job that has ended is answered as it is.',
      parameters: { jobId },
      answer: { description: 'The job', schema: jobAnswerSchema },
      errors: ['JobNotFound'],
    },
  },
  async ({ parameters }, context) => jobAnswer(await cancelJob(context, parameters['jobId'] ?? '')),
)
