import { app } from '@azure/functions'
import * as z from 'zod'
import { runJob } from '../../shared/jobs/jobs.ts'
import { refreshQueue } from '../../shared/platform/azure/create-deployment.ts'
import { queueHandler } from '../../shared/platform/http/queue-handler.ts'

const messageSchema = z.object({ jobId: z.string() })

app.serviceBusQueue('refresh', {
  queueName: refreshQueue,
  connection: 'PASSERBY_SERVICE_BUS',
  handler: queueHandler(messageSchema, async ({ jobId }, _context, { state }) =>
    runJob(await state.current('exactly'), jobId),
  ),
})
