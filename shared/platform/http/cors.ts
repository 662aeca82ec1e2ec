import type { HttpRequest } from '@azure/functions'

/** Headers that let pages of the allowed origins call a route (https://fetch.spec.whatwg.org). */
export function corsHeaders(
  request: HttpRequest,
  allowedOrigins: readonly string[],
): Record<string, string> {
  const origin = request.headers.get('origin')
  const anyOrigin = allowedOrigins.includes('*')
  // Also without an origin: a cache must not give that answer to a page.
  if (origin === null || !(anyOrigin || allowedOrigins.includes(origin))) return { Vary: 'Origin' }
  return {
    'Access-Control-Allow-Origin': anyOrigin ? '*' : origin,
    ...(!anyOrigin && { 'Access-Control-Allow-Credentials': 'true' }),
    'Access-Control-Expose-Headers': 'Retry-After, x-request-id',
    Vary: 'Origin',
  }
}

/** Headers of the answer to a preflight request. */
export function preflightHeaders(request: HttpRequest): Record<string, string> {
  return {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, OPTIONS',
    'Access-Control-Allow-Headers':
      request.headers.get('access-control-request-headers') ?? 'content-type, authorization',
    'Access-Control-Max-Age': '86400',
  }
}
