import type { ServerResponse } from 'node:http'
import type { InvocationOutcome } from '../app/invoke.ts'
import type { RpcHttpResponse } from '../app/core-types.ts'
import { setCookieHeader } from './set-cookie.ts'

/** The server frames the message itself; what the function says about it would contradict it. */
const framing: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding'])

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304])

function headersOf({ headers = {}, cookies = [] }: RpcHttpResponse): [string, string][] {
  const own = Object.entries(headers).filter(([name]) => !framing.has(name.toLowerCase()))
  return [
    ...own,
    ...cookies.map((cookie): [string, string] => ['set-cookie', setCookieHeader(cookie)]),
  ]
}

/** Answers with a status and an empty body, as the host does for everything that is its own. */
export function writeEmpty(response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return
  if (status === 204) response.writeHead(status).end()
  else response.writeHead(status, ['content-length', '0']).end()
}

function writeFunctionResponse(response: ServerResponse, result: RpcHttpResponse): void {
  const status = Number(result.statusCode ?? 200)
  const body = result.body?.bytes ?? Buffer.from(result.body?.string ?? '')
  const headers = headersOf(result)
  if (withoutBody.has(status)) {
    response.writeHead(status, headers.flat()).end()
  } else {
    response.writeHead(status, [...headers.flat(), 'content-length', String(body.length)]).end(body)
  }
}

/** Answers with what a function returned: nothing is a 204, a failure an empty 500. */
export function writeOutcome(response: ServerResponse, outcome: InvocationOutcome): void {
  if (response.headersSent || response.destroyed) return
  if (outcome.kind === 'failed') return writeEmpty(response, 500)
  const http = outcome.response.returnValue?.http
  if (!http) return writeEmpty(response, 204)
  writeFunctionResponse(response, http)
}
