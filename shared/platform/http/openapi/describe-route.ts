import * as z from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { errorCatalogue, type ErrorCode } from '../../errors/error-catalogue.ts'
import { errorAnswerSchema } from '../error-answer.ts'
import type { ParameterDocs, Route, RouteDocs } from '../route.ts'

const instanceParameter: ParameterDocs = {
  description: 'The instance; the first one is `default`.',
  example: 'default',
}

/** One operation of the description, from what its route says of itself. */
export function describeRoute(route: Route, docs: RouteDocs): ZodOpenApiOperationObject {
  const { tag, summary, description, body } = docs
  return {
    operationId: route.name,
    tags: [tag],
    summary,
    description: [description, `Key: ${keyOf(route)}.`]
      .filter((text) => text !== undefined)
      .join(' '),
    requestParams: { ...pathParams(route, docs), ...queryParams(route, docs) },
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body.schema, example: body.example } },
      },
    }),
    responses: { ...errorResponses(route, docs), ...responses(docs) },
  }
}

function keyOf({ access, keyParameter }: Route): string {
  const role = access === 'public' ? 'none' : access === 'read' ? 'read or admin' : access
  return keyParameter === undefined ? role : `${role}, in the address`
}

function pathParams({ path }: Route, { parameters = {} }: RouteDocs): { path?: z.ZodObject } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  if (names.length === 0) return {}
  const shape = names.map((name) => [
    name,
    z.string().meta({ ...(name === 'id' ? instanceParameter : parameters[name]) }),
  ])
  return { path: z.object(Object.fromEntries(shape) as Record<string, z.ZodString>) }
}

/** The options of the query, each with its example where the route gives one. */
function queryParams({ query }: Route, docs: RouteDocs): { query?: z.ZodObject } {
  if (!(query instanceof z.ZodObject)) return {}
  const shape = query.shape as Record<string, z.ZodType>
  const withExamples = Object.entries(shape).map(([name, option]) => {
    const example = docs.query?.[name]
    if (example === undefined) return [name, option]
    return [name, option.meta({ ...option.meta(), example })]
  })
  return { query: z.object(Object.fromEntries(withExamples) as Record<string, z.ZodType>) }
}

function responses({ answers }: RouteDocs): ZodOpenApiResponsesObject {
  const entries = Object.entries(answers).map(([status, { description, schema }]) => [
    status,
    { description, content: { 'application/json': { schema } } },
  ])
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject
}

/** What can be wrong with a route: what its own errors say, and what its kind brings. */
export function errorsOf(route: Route, docs: RouteDocs): ErrorCode[] {
  return [
    ...(docs.errors ?? []),
    'InvalidRequest',
    ...(route.access === 'public' ? [] : (['Unauthorized', 'Forbidden'] as const)),
    ...(route.path.includes('{id}') ? (['InstanceNotFound'] as const) : []),
    ...(route.query === undefined ? [] : (['InvalidOption'] as const)),
    'StorageUnavailable',
    'InternalError',
  ]
}

function errorResponses(route: Route, docs: RouteDocs): ZodOpenApiResponsesObject {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorsOf(route, docs)) {
    const { status } = errorCatalogue[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const entries = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/json': { schema: errorAnswerSchema } },
    },
  ])
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject
}
