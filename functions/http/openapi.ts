import * as z from 'zod'
import { httpRoute, registeredRoutes } from '../../shared/platform/http/route.ts'

httpRoute(
  {
    name: 'openapi',
    method: 'GET',
    path: 'openapi.json',
    access: 'public',
    cors: true,
    docs: {
      tag: 'State',
      summary: 'This description, as OpenAPI 3.1',
      answers: {
        200: {
          description: 'What this Passerby answers',
          schema: z.looseObject({ openapi: z.literal('3.1.1') }),
        },
      },
    },
  },
  async ({ address }) => {
    // Few ask for it, so the cold start of everything else does not load it.
    const { buildDocument } = await import('../../shared/platform/http/openapi/build-document.ts')
    return { jsonBody: buildDocument(registeredRoutes(), address.origin) }
  },
)
