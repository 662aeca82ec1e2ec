import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import { version } from '../../../workspace/version.ts'
import type { Route } from '../route.ts'
import { describeRoute } from './describe-route.ts'

type Method = Lowercase<Route['method']>

/** How a key may be sent; where several stand in `security`, any one of them is enough. */
const securitySchemes = {
  functionsKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
  subscriptionKey: { type: 'apiKey', in: 'header', name: 'Ocp-Apim-Subscription-Key' },
  code: { type: 'apiKey', in: 'query', name: 'code' },
  basic: { type: 'http', scheme: 'basic', description: 'The user name is the key.' },
  writeKey: { type: 'apiKey', in: 'query', name: 'writeKey', description: 'Of beacons.' },
} as const

function securityOf({ access, keyParameter }: Route): Record<string, string[]>[] {
  if (access === 'public' || keyParameter !== undefined) return []
  return Object.keys(securitySchemes)
    .filter((name) => name !== 'writeKey' || access === 'write')
    .map((name) => ({ [name]: [] }))
}

const mit = { name: 'MIT', identifier: 'MIT' }

const description = `Collect events of people you do not know yet, and look up who they are.

Three roles of keys: *write* (collect), *read* (look up), *admin* (manage, and look up).
Every answer of these addresses carries \`x-request-id\`, which stands in the logs.`

/** The OpenAPI 3.1 description (https://spec.openapis.org/oas/v3.1.1) of the given routes. */
export function buildDocument(routes: readonly Route[], origin: string): object {
  const paths: Record<string, Partial<Record<Method, ZodOpenApiOperationObject>>> = {}
  for (const route of [...routes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (route.docs === undefined) continue
    const path = (paths[`/${route.path}`] ??= {})
    path[route.method.toLowerCase() as Method] = {
      ...describeRoute(route, route.docs),
      security: securityOf(route),
    }
  }
  const info = { title: 'Passerby', version, description, license: mit }
  const components = { securitySchemes }
  return createDocument(
    { openapi: '3.1.1', info, servers: [{ url: origin }], paths, components },
    {
      // Answers may get more members; a client must not break when they do.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) {
          delete jsonSchema.additionalProperties
        }
      },
    },
  )
}
