import { checkHealth, downAnswer, healthSchema } from '../../shared/lookup/check-health.ts'
import { holdsAdminKey } from '../../shared/platform/http/access.ts'
import { keyOf } from '../../shared/platform/http/http-request.ts'
import { httpRoute } from '../../shared/platform/http/route.ts'
import { callerOfSession } from '../../shared/platform/http/session.ts'

httpRoute(
  {
    name: 'health',
    method: 'GET',
    path: 'health',
    access: 'public',
    onError: downAnswer,
    docs: {
      tag: 'State',
      summary: 'Whether Passerby can do its work',
      description: 'Cheap, and without a key. With the admin key also what it depends on.',
      answers: {
        200: { description: 'It works, perhaps with a delay (`degraded`)', schema: healthSchema },
        503: { description: 'It does not work', schema: healthSchema },
      },
    },
  },
  async ({ request, address }, context, { config }) => {
    const signedIn = callerOfSession(request, { config, now: context.now() })
    const detailed = signedIn !== undefined || holdsAdminKey(config, keyOf(request, address.query))
    const health = await checkHealth(context, { detailed })
    return { status: health.status === 'down' ? 503 : 200, jsonBody: health }
  },
)
