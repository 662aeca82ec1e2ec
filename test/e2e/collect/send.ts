import http from 'node:http'
import { keys } from '../runtime.ts'

export interface Question {
  readonly method?: string
  readonly headers?: http.OutgoingHttpHeaders
  readonly body?: string | Uint8Array
}

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  /** The body, parsed; `undefined` where it is no JSON. */
  readonly json: unknown
}

/** Sends a request whose path and headers go out exactly as given, which `fetch` would not do. */
export function send(url: string, path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = question
  const { hostname: host, port } = new URL(url)
  const length = { 'content-length': Buffer.byteLength(body ?? '') }
  const options = { host, port, path, method, headers: { ...length, ...headers } }
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, headers, text, json: parse(text) })
      })
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sends a body to a collect address with the write key. */
export function post(
  url: string,
  address: string,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
): Promise<Answer> {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  return send(url, `/v1/${address}`, {
    method: 'POST',
    headers: { ...keys.write, ...headers },
    body: bytes,
  })
}

/** Reads an address with a key. */
export function read(url: string, path: string, role: 'read' | 'admin' = 'read'): Promise<Answer> {
  return send(url, path, { headers: keys[role] })
}

/** What every refusal of collect looks like. */
export function refusal(code: string): unknown {
  return { success: false, error: { code } }
}
