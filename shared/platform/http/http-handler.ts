import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions'
import type * as z from 'zod'
import { checkInstance } from '../../workspace/instances.ts'
import { AccessError, PasserbyError } from '../errors/errors.ts'
import { describeError } from '../telemetry/describe-error.ts'
import { consoleLogger } from '../telemetry/logger.ts'
import { checkAccess } from './access.ts'
import { appState, type AppState } from './app-state.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { docsAt, type DocsOf } from './error-answer.ts'
import { keyOf, readAddress, readParameters, type RequestAddress } from './http-request.ts'
import { publicOrigin } from './public-origin.ts'
import { parseQuery } from './query-options.ts'
import type { Handle, Route } from './route.ts'
import { callerOfSession } from './session.ts'
import { toHttpResponse } from './to-http-response.ts'

/** A request with its address parsed and the caller known. */
export interface Incoming<Query> {
  readonly request: HttpRequest
  readonly address: RequestAddress
  /** The decoded parameters of the path, by the names in the template. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Query
  /** The name of the key of the caller; empty on a public route. */
  readonly keyName: string
  readonly docsOf: DocsOf
}

/**
 * Wraps what a route does: parses the address, checks the key, answers errors as they should be
 * answered, adds the headers that every answer has, and writes one line into the log. The only
 * place that catches errors of routes.
 */
export function httpHandler<Query extends z.ZodType>(
  route: Route<Query>,
  handle: Handle<Query>,
): HttpHandler {
  return async (request, { invocationId }) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(request) ?? invocationId
    const { response, cors } = await answer(route, handle, { request, requestId })
    const own = { ...withoutCaching, ...(response.headers as Record<string, string>) }
    const headers = { ...own, ...cors, ...vary(own, cors), 'x-request-id': requestId }
    consoleLogger.info('request', {
      requestId,
      route: route.name,
      status: response.status ?? 200,
      durationMs: Math.round(performance.now() - startedAt),
    })
    return { ...response, headers }
  }
}

/** Answers depend on keys, cookies and the host that was asked: no cache may give them to others. */
const withoutCaching = { 'Cache-Control': 'no-store' }

/** The caller's own id, where it is one that can stand in a log; else the platform's is taken. */
function requestIdOf(request: HttpRequest): string | undefined {
  const given = request.headers.get('x-request-id') ?? ''
  return /^[\x21-\x7e]{1,100}$/.test(given) ? given : undefined
}

/** What the answer depends on, from the route and from CORS. */
function vary(...headers: readonly Record<string, string>[]): Record<string, string> {
  const names = headers.flatMap(({ Vary }) => Vary ?? [])
  return names.length === 0 ? {} : { Vary: names.join(', ') }
}

interface Arrival {
  readonly request: HttpRequest
  readonly requestId: string
}

interface Answer {
  readonly response: HttpResponseInit
  readonly cors: Record<string, string>
}

async function answer<Query extends z.ZodType>(
  route: Route<Query>,
  handle: Handle<Query>,
  { request, requestId }: Arrival,
): Promise<Answer> {
  let cors: Record<string, string> = {}
  const docsOf = docsAt(publicOrigin(request))
  try {
    const state = await appState()
    if (route.cors === true) cors = corsHeaders(request, state.config.allowedOrigins)
    if (request.method === 'OPTIONS') {
      return { response: { status: 204, headers: preflightHeaders(request) }, cors }
    }
    const incoming = { ...(await readIncoming(route, request, state)), docsOf }
    // Who has just changed a definition reads the change, whatever process answers.
    const context = await state.current(route.access === 'admin' ? 'exactly' : 'lately')
    return { response: await handle(incoming, context, state), cors }
  } catch (error) {
    if (!(error instanceof PasserbyError) || error.retryable) {
      consoleLogger.error('request failed', { requestId, ...describeError(error) })
    }
    const response = toHttpResponse(error, docsOf)
    const jsonBody = route.onError?.(response.jsonBody, response.status) ?? response.jsonBody
    return { response: { ...response, jsonBody }, cors }
  }
}

async function readIncoming<Query extends z.ZodType>(
  route: Route<Query>,
  request: HttpRequest,
  state: AppState,
): Promise<Omit<Incoming<z.output<Query>>, 'docsOf'>> {
  const address = readAddress(request)
  const parameters = readParameters(route.path, address)
  const keyName = await callerOf(route, request, { address, parameters, state })
  if (route.path.startsWith('v1/instances/{id}')) checkInstance(parameters['id'])
  const query = route.query === undefined ? undefined : parseQuery(route.query, address.query)
  return { request, address, parameters, query: query as z.output<Query>, keyName }
}

async function callerOf(
  route: Pick<Route, 'access' | 'findKey' | 'keyParameter' | 'cors'>,
  request: HttpRequest,
  {
    address,
    parameters,
    state,
  }: {
    address: RequestAddress
    parameters: Readonly<Record<string, string>>
    state: AppState
  },
): Promise<string> {
  const { access, findKey, keyParameter, cors } = route
  if (access === 'public') return ''
  const { config, unknownKeys } = state
  const key =
    keyParameter === undefined
      ? (keyOf(request, address.query) ?? (await findKey?.(request)))
      : parameters[keyParameter]
  try {
    return checkAccess(config, access, key)
  } catch (error) {
    if (!(error instanceof AccessError) || error.code !== 'Unauthorized') throw error
    const context = await state.current()
    if (access === 'write') await unknownKeys.note(context)
    // A session stands for an admin key where the console reads; it never writes or collects. A
    // gateway or a proxy may have added credentials of its own, which then mean nothing here.
    const mayBeSignedIn = access !== 'write' && cors !== true
    const signedIn = mayBeSignedIn
      ? callerOfSession(request, { config, now: context.now() })
      : undefined
    if (signedIn === undefined) throw error
    return signedIn
  }
}
