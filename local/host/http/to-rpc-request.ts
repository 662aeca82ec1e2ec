import type { IncomingMessage } from 'node:http'
import type { NullableString, RpcHttpRequest } from '../app/core-types.ts'
import type { RouteParameters } from './match-route.ts'

/**
 * The absolute URL of a request, percent-encoding as it was sent; undefined when the request target
 * or the Host header does not make one, which is a bad request.
 */
export function requestUrl(request: IncomingMessage): string | undefined {
  const target = request.url ?? ''
  if (/[^\x21-\x7e]/.test(target)) return undefined
  const { localAddress = '127.0.0.1', localPort = 80 } = request.socket
  const host = request.headers.host ?? `${localAddress}:${localPort}`
  const url = target.startsWith('/') ? `http://${host}${target}` : target
  return /^http:\/\/[^/?#@]+(?=[/?]|$)/.test(url) && URL.canParse(url) ? url : undefined
}

/** The origin form of a request target, for `/a?b` as well as for `http://host/a?b`. */
export function requestTarget(url: string): string {
  return url.replace(/^http:\/\/[^/?]+/, '')
}

function nullable(entries: Iterable<readonly [string, string]>): Record<string, NullableString> {
  return Object.fromEntries([...entries].map(([name, value]) => [name, { value }]))
}

/** ASP.NET Core's query: names without regard to case, repeated values joined by a comma. */
function queryOf(url: string): Map<string, string> {
  const query = new Map<string, string>()
  const names = new Map<string, string>()
  const start = url.indexOf('?')
  const search = start < 0 ? '' : url.slice(start)
  for (const [sent, value] of new URLSearchParams(search)) {
    const name = names.get(sent.toLowerCase()) ?? sent
    names.set(sent.toLowerCase(), name)
    const earlier = query.get(name)
    query.set(name, earlier === undefined ? value : `${earlier},${value}`)
  }
  return query
}

function* headersOf(request: IncomingMessage): Iterable<[string, string]> {
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values) yield [name, values.join(name === 'cookie' ? '; ' : ',')]
  }
}

export function toRpcRequest(
  request: IncomingMessage,
  url: string,
  params: RouteParameters,
  bytes: Uint8Array | undefined,
): RpcHttpRequest {
  return {
    url,
    method: request.method ?? 'GET',
    nullableHeaders: nullable(headersOf(request)),
    nullableQuery: nullable(queryOf(url)),
    nullableParams: nullable(Object.entries(params)),
    ...(bytes && { body: { bytes } }),
  }
}
