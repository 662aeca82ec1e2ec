import type { HttpRequest } from '@azure/functions'
import { ValidationError } from '../errors/errors.ts'
import { publicOrigin } from './public-origin.ts'

/**
 * Path segments and query options of a request, from the raw address: the platform's own parsing
 * repairs broken percent-encoding silently and cannot tell `%2F` from `/`.
 */
export interface RequestAddress {
  /** Where the caller found Passerby, `https://host`; behind a proxy that is the proxy's. */
  readonly origin: string
  readonly path: readonly string[]
  readonly query: ReadonlyMap<string, string>
}

export function readAddress(request: Pick<HttpRequest, 'url' | 'headers'>): RequestAddress {
  const match = /^https?:\/\/[^/?#]*([^?#]*)(?:\?([^#]*))?/.exec(request.url)
  const [, path = '', search = ''] = match ?? []
  const query = new Map<string, string>()
  for (const part of search.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const [name, value] =
      equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    query.set(decodeFormPart(name), decodeFormPart(value))
  }
  return { origin: publicOrigin(request), path: path.split('/').slice(1).map(decodePart), query }
}

/** The values of a path template's parameters, by name. */
export function readParameters(
  template: string,
  { path }: Pick<RequestAddress, 'path'>,
): Record<string, string> {
  return Object.fromEntries(
    template.split('/').flatMap((segment, index) => {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1]
      return name === undefined ? [] : [[name, path[index] ?? '']]
    }),
  )
}

function decodeFormPart(text: string): string {
  return decodePart(text.replaceAll('+', ' '))
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    throw new ValidationError({
      code: 'InvalidRequest',
      message: 'The address has broken percent-encoding.',
      cause: error,
    })
  }
}

/** The key that a request carries, wherever it stands in the request's head. */
export function keyOf(
  request: HttpRequest,
  query: ReadonlyMap<string, string>,
): string | undefined {
  const header =
    request.headers.get('x-functions-key') ?? request.headers.get('ocp-apim-subscription-key')
  if (header !== null && header !== '') return header
  const code = query.get('code')
  if (code !== undefined && code !== '') return code
  return basicUser(request.headers.get('authorization'))
}

/** The user name of HTTP Basic authentication (RFC 7617): there the Segment libraries put the key. */
function basicUser(authorization: string | null): string | undefined {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? '')
  if (match === null) return undefined
  const text = Buffer.from(match[1] ?? '', 'base64').toString('utf8')
  const user = text.includes(':') ? text.slice(0, text.indexOf(':')) : text
  return user === '' ? undefined : user
}
