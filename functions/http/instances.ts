import { app } from '@azure/functions'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { instances } from '../../shared/workspace/instances.ts'

app.http('instances', {
  route: 'v1/instances',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: httpHandler({ access: 'read' }, () =>
    Promise.resolve({ jsonBody: { value: instances } }),
  ),
})
