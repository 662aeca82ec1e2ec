import * as z from 'zod'
import { eventsFeed, feedSchema } from '../../shared/lookup/events-feed.ts'
import { flagOption, timeOption, topOption } from '../../shared/platform/http/query-options.ts'
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
      perSecond: flagOption('Also count all calls of the last minute by the second.'),
    }),
    docs: {
      tag: 'Manage',
      summary: 'The latest calls, accepted ones and refused ones with the reason',
      query: { top: '10', status: 'accepted' },
      answer: { description: 'Calls, newest first', schema: feedSchema },
    },
  },
  async ({ query }, context) => eventsFeed(context, query),
)
