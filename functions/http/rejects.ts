import { app } from '@azure/functions'
import * as z from 'zod'
import { listRejects } from '../../shared/lookup/list-rejects.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { parseQuery, timeOption, topOption } from '../../shared/platform/http/query-options.ts'
import { checkInstance } from '../../shared/workspace/instances.ts'

const optionsSchema = z.object({ top: topOption(100), since: timeOption.default(0) })

app.http('rejects', {
  route: 'v1/instances/{id}/manage/rejects',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: httpHandler({ access: 'admin' }, async ({ address }, context) => {
    checkInstance(address.path[2])
    const query = parseQuery(optionsSchema, address.query)
    return { jsonBody: { value: await listRejects(context, query) } }
  }),
})
