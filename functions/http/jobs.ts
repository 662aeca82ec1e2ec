import { app, type HttpHandler } from '@azure/functions'
import * as z from 'zod'
import { cancelJob, readJob, startJob } from '../../shared/jobs/jobs.ts'
import { jobAnswer } from '../../shared/jobs/job-answer.ts'
import { operationTypes } from '../../shared/jobs/run-store.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { parseQuery, topOption } from '../../shared/platform/http/query-options.ts'
import { checkInstance } from '../../shared/workspace/instances.ts'

const jobs = 'v1/instances/{id}/workflows/main/jobs'
const startOptions = z.object({
  operationType: z.enum(operationTypes, `must be one of ${operationTypes.join(', ')}`),
})
const listOptions = z.object({ top: topOption(100) })

const start = httpHandler({ access: 'admin' }, async ({ address }, context) => {
  checkInstance(address.path[2])
  const { operationType } = parseQuery(startOptions, address.query)
  return { status: 202, jsonBody: jobAnswer(await startJob(context, operationType)) }
})

const list = httpHandler({ access: 'admin' }, async ({ address }, context) => {
  checkInstance(address.path[2])
  const { top } = parseQuery(listOptions, address.query)
  return { jsonBody: { value: (await context.runStore.latest(top)).map(jobAnswer) } }
})

const read = httpHandler({ access: 'admin' }, async ({ address }, context) => {
  checkInstance(address.path[2])
  return { jsonBody: jobAnswer(await readJob(context, address.path[6] ?? '')) }
})

const cancel = httpHandler({ access: 'admin' }, async ({ address }, context) => {
  checkInstance(address.path[2])
  return { jsonBody: jobAnswer(await cancelJob(context, address.path[6] ?? '')) }
})

const routes: readonly (readonly [string, 'GET' | 'POST', string, HttpHandler])[] = [
  ['job-start', 'POST', jobs, start],
  ['job-list', 'GET', jobs, list],
  ['job', 'GET', `${jobs}/{jobId}`, read],
  ['job-cancel', 'POST', `${jobs}/{jobId}/cancel`, cancel],
]

for (const [name, method, route, handler] of routes) {
  app.http(name, { route, methods: [method], authLevel: 'anonymous', handler })
}
