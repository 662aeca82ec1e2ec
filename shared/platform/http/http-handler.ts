import { randomUUID } from 'node:crypto'
import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions'
import type { Context } from '../../workspace/context.ts'
import { PasserbyError } from '../errors/errors.ts'
import { describeError } from '../telemetry/describe-error.ts'
import { consoleLogger } from '../telemetry/logger.ts'
import { checkAccess, type Access } from './access.ts'
import { appState, type AppState } from './app-state.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { keyOf, readAddress, type RequestAddress } from './http-request.ts'
import { toHttpResponse } from './to-http-response.ts'

/** A request with its address parsed and the caller known. */
export interface Incoming {
  readonly request: HttpRequest
  readonly address: RequestAddress
  /** The name of the key of the caller; empty on a public route. */
  readonly keyName: string
}

export interface HandlerOptions {
  readonly access: Access
  /** True for routes that pages call from other origins. */
  readonly cors?: boolean
  /** Finds the key where it may also stand elsewhere than in the head of the request. */
  readonly findKey?: (request: HttpRequest) => Promise<string | undefined>
  /** Adds to the answer of an error. */
  readonly onError?: (body: Record<string, unknown>) => Record<string, unknown>
}

type Handle = (incoming: Incoming, context: Context, state: AppState) => Promise<HttpResponseInit>

/**
 * Wraps what a route does: parses the address, checks the key, answers errors as they should be
 * answered, adds the headers that every answer has. The only place that catches errors of routes.
 */
export function httpHandler(options: HandlerOptions, handle: Handle): HttpHandler {
  return async (request) => {
    const given = request.headers.get('x-request-id') ?? ''
    const requestId = given === '' ? randomUUID() : given.slice(0, 100)
    const { response, cors } = await answer(options, handle, { request, requestId })
    const headers = { ...cors, 'x-request-id': requestId }
    return { ...response, headers: { ...(response.headers as Record<string, string>), ...headers } }
  }
}

interface Arrival {
  readonly request: HttpRequest
  readonly requestId: string
}

async function answer(
  options: HandlerOptions,
  handle: Handle,
  { request, requestId }: Arrival,
): Promise<{ response: HttpResponseInit; cors: Record<string, string> }> {
  let cors: Record<string, string> = {}
  try {
    const state = await appState()
    if (options.cors === true) cors = corsHeaders(request, state.config.allowedOrigins)
    if (request.method === 'OPTIONS') {
      return { response: { status: 204, headers: preflightHeaders(request) }, cors }
    }
    const address = readAddress(request)
    const keyName = await callerOf(options, request, { address, state })
    const response = await handle({ request, address, keyName }, state.context, state)
    return { response, cors }
  } catch (error) {
    if (!(error instanceof PasserbyError) || error.retryable) {
      consoleLogger.error('request failed', { requestId, ...describeError(error) })
    }
    const response = toHttpResponse(error)
    const body = response.jsonBody as Record<string, unknown>
    return { response: { ...response, jsonBody: options.onError?.(body) ?? body }, cors }
  }
}

async function callerOf(
  options: HandlerOptions,
  request: HttpRequest,
  { address, state }: { address: RequestAddress; state: AppState },
): Promise<string> {
  if (options.access === 'public') return ''
  const key = keyOf(request, address.query) ?? (await options.findKey?.(request))
  return checkAccess(state.config, options.access, key)
}
