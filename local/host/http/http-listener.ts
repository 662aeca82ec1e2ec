import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Invoke } from '../app/invoke.ts'
import type { Settings } from '../app/settings.ts'
import type { Listener } from '../listener.ts'
import { messageOf, type HostLog } from '../log.ts'
import { readBody } from './read-body.ts'
import { leadHome } from './home.ts'
import { parseRequestPath } from './request-path.ts'
import { findRoute, type Route, type RouteMatch } from './route-table.ts'
import { requestTarget, requestUrl, toRpcRequest } from './to-rpc-request.ts'
import { writeEmpty, writeOutcome } from './write-response.ts'

const defaultBodyLimit = 104_857_600

export interface HttpListenerOptions {
  readonly routes: readonly Route[]
  readonly invoke: Invoke
  readonly settings: Settings
  readonly log: HostLog
  readonly port: number
  readonly address: string
}

export interface HttpListener extends Listener {
  readonly port: number
}

/** Only the key of the setting PASSERBY_HOST_KEY opens what is not anonymous. */
function isAllowed(
  match: RouteMatch,
  request: IncomingMessage,
  url: string,
  key?: string,
): boolean {
  if (match.target.anonymous) return true
  const sent = request.headers['x-functions-key'] ?? new URL(url).searchParams.get('code')
  return key !== undefined && sent === key
}

function createHandler({ routes, invoke, settings }: HttpListenerOptions) {
  const bodyLimit = Number(settings['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'] ?? defaultBodyLimit)
  const key = settings['PASSERBY_HOST_KEY']
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = requestUrl(request)
    if (url === undefined) return writeEmpty(response, 400)
    const [method, target] = [request.method ?? '', requestTarget(url)]
    const match = findRoute(routes, method, parseRequestPath(target))
    if (!match) {
      const [path = ''] = target.split('?', 1)
      return leadHome(routes, { method, path }, response) ? undefined : writeEmpty(response, 404)
    }
    if (!isAllowed(match, request, url, key)) return writeEmpty(response, 401)
    const body = await readBody(request, bodyLimit)
    if (body.kind === 'aborted') return
    if (body.kind === 'too-large') return writeEmpty(response, 413)
    const http = toRpcRequest(request, url, match.params, body.bytes)
    writeOutcome(response, await invoke(match.target.name, { http }))
  }
}

async function listen(server: Server, port: number, address: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE'
      const advice = 'stop the other process, or set PORT to a free port.'
      reject(inUse ? new Error(`Port ${port} is in use: ${advice}`, { cause: error }) : error)
    })
    server.listen(port, address, resolve)
  })
  return (server.address() as AddressInfo).port
}

/** Serves the HTTP functions. Malformed requests are answered 400 by node:http itself. */
export async function startHttpListener(options: HttpListenerOptions): Promise<HttpListener> {
  const { log, port, address } = options
  const handle = createHandler(options)
  const running = new Set<ServerResponse>()
  let draining = false
  const server = createServer({ maxHeaderSize: 32_768 }, (request, response) => {
    running.add(response)
    response.shouldKeepAlive &&= !draining
    response.on('error', () => undefined).on('close', () => running.delete(response))
    handle(request, response).catch((error: unknown) => {
      log.error(`A request failed in the host: ${messageOf(error)}`)
      writeEmpty(response, 500)
    })
  })
  return {
    port: await listen(server, port, address),
    drain: () => {
      draining = true
      for (const response of running) response.shouldKeepAlive = false
      return new Promise((resolve) => server.close(() => resolve()))
    },
    close: async () => server.closeAllConnections(),
  }
}
