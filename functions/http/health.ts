import { app } from '@azure/functions'
import { checkHealth, downAnswer } from '../../shared/lookup/check-health.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { holdsAdminKey } from '../../shared/platform/http/access.ts'
import { keyOf } from '../../shared/platform/http/http-request.ts'

app.http('health', {
  route: 'health',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: httpHandler(
    { access: 'public', onError: downAnswer },
    async ({ request, address }, context, { config }) => {
      const detailed = holdsAdminKey(config, keyOf(request, address.query))
      const health = await checkHealth(context, { detailed })
      return { status: health.status === 'down' ? 503 : 200, jsonBody: health }
    },
  ),
})
