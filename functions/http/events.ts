import * as z from 'zod'
import { eventsFeed, feedEntrySchema } from '../../shared/lookup/events-feed.ts'
import { listOf } from '../../shared/platform/http/list-of.ts'
import { timeOption, topOption } from '../../shared/platform/http/query-options.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'

jsonRoute(
  {
    name: 'events',
    method: 'GET',
    path: 'v1/instances/{id}/manage/events',
    access: 'admin',
    query: z.object({
      top: topOption(100),
      since: timeOption('Only calls received after this time.').default(0),
      status: z.enum(['accepted', 'rejected'], 'must be accepted or rejected').optional(),
    }),
    docs: {
      tag: 'Manage',
      summary: 'The latest calls, accepted ones and refused ones with the reason',
      query: { top: '10', status: 'accepted' },
      answer: { description: 'Calls, newest first', schema: listOf(feedEntrySchema) },
    },
  },
  async ({ query: { top, since, status } }, context) => ({
    value: await eventsFeed(context, { top, since, status }),
  }),
)
