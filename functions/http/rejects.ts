import * as z from 'zod'
import { listRejects, rejectAnswerSchema } from '../../shared/lookup/list-rejects.ts'
import { listOf } from '../../shared/platform/http/list-of.ts'
import { timeOption, topOption } from '../../shared/platform/http/query-options.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'

jsonRoute(
  {
    name: 'rejects',
    method: 'GET',
    path: 'v1/instances/{id}/manage/rejects',
    access: 'admin',
    query: z.object({
      top: topOption(100),
      since: timeOption('Only refusals after this time.').default(0),
    }),
    docs: {
      tag: 'Manage',
      summary: 'What was refused, and why',
      query: { top: '10' },
      answer: { description: 'Refusals, newest first', schema: listOf(rejectAnswerSchema) },
    },
  },
  async ({ query }, context) => ({ value: await listRejects(context, query) }),
)
