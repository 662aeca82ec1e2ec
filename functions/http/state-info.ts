import { app } from '@azure/functions'
import { stateInfo } from '../../shared/lookup/state-info.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { checkInstance } from '../../shared/workspace/instances.ts'

app.http('state-info', {
  route: 'v1/instances/{id}/profilestore/stateinfo',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: httpHandler({ access: 'read' }, async ({ address }, context) => {
    checkInstance(address.path[2])
    return { jsonBody: await stateInfo(context) }
  }),
})
