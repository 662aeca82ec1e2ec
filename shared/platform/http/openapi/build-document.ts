import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import { version } from '../../../workspace/version.ts'
import type { Access } from '../access.ts'
import type { Route } from '../route.ts'
import { describeRoute } from './describe-route.ts'

type Method = Lowercase<Route['method']>

/** How a key may be sent; where several stand in `security`, any one of them is enough. */
const securitySchemes = {
  functionsKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
  subscriptionKey: { type: 'apiKey', in: 'header', name: 'Ocp-Apim-Subscription-Key' },
  code: { type: 'apiKey', in: 'query', name: 'code' },
  basic: { type: 'http', scheme: 'basic', description: 'The user name is the key.' },
} as const

const schemeNames = Object.keys(securitySchemes)

function securityOf(access: Access): Record<string, string[]>[] {
  return access === 'public' ? [] : schemeNames.map((name) => ({ [name]: [] }))
}

const description = `Collect events of people you do not know yet, and look up who they are.

Three roles of keys: *write* (collect), *read* (look up), *admin* (manage, and look up).
Every answer carries \`x-request-id\`, which stands in the logs.`

/** The OpenAPI 3.1 description (https://spec.openapis.org/oas/v3.1.1) of the given routes. */
export function buildDocument(routes: readonly Route[], origin: string): object {
  const paths: Record<string, Partial<Record<Method, ZodOpenApiOperationObject>>> = {}
  for (const route of [...routes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (route.docs === undefined) continue
    const path = (paths[`/${route.path}`] ??= {})
    path[route.method.toLowerCase() as Method] = {
      ...describeRoute(route, route.docs),
      security: securityOf(route.access),
    }
  }
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Passerby', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: origin }],
    paths: paths,
    components: { securitySchemes },
  })
}
