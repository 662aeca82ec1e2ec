import { HttpRequest } from '@azure/functions'

export interface RequestInit {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A request as a function gets it. */
export function aRequest({ method = 'POST', path = '/', headers, body }: RequestInit = {}) {
  return new HttpRequest({
    method,
    url: `http://127.0.0.1:7071${path}`,
    ...(headers !== undefined && { headers: { ...headers } }),
    ...(body !== undefined && { body: { bytes: Buffer.from(body) } }),
  })
}
