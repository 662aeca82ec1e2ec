import { app } from '@azure/functions'
import * as z from 'zod'
import { eventsFeed } from '../../shared/lookup/events-feed.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { parseQuery, timeOption, topOption } from '../../shared/platform/http/query-options.ts'
import { checkInstance } from '../../shared/workspace/instances.ts'

const optionsSchema = z.object({
  top: topOption(100),
  since: timeOption.default(0),
  status: z.enum(['accepted', 'rejected'], 'must be accepted or rejected').optional(),
})

app.http('events', {
  route: 'v1/instances/{id}/manage/events',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: httpHandler({ access: 'admin' }, async ({ address }, context) => {
    checkInstance(address.path[2])
    const { top, since, status } = parseQuery(optionsSchema, address.query)
    return { jsonBody: { value: await eventsFeed(context, { top, since, status }) } }
  }),
})
