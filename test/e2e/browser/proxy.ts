import { createServer, request as send, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy as a company puts in front of Passerby, under an address of its own. */
export interface Proxy {
  readonly url: string
  /** Holds preflights back; answers what waits for the first, and what lets all of them go on. */
  hold(): { readonly arrived: Promise<void>; readonly release: () => void }
  close(): Promise<void>
}

export async function startProxy(target: string): Promise<Proxy> {
  let gate = { open: Promise.resolve(), arrived: (): void => undefined }
  const forward = (request: IncomingMessage) =>
    send(`${target}${request.url ?? ''}`, {
      method: request.method,
      headers: {
        ...request.headers,
        host: new URL(target).host,
        'x-forwarded-host': request.headers.host,
        'x-forwarded-proto': 'http',
      },
    })
  const server = createServer((request, response) => {
    const pass = (): void => {
      const onward = forward(request)
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.destroy())
      request.pipe(onward)
    }
    if (request.method !== 'OPTIONS') return pass()
    gate.arrived()
    void gate.open.then(pass)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => {
      let [release, noteArrival]: (() => void)[] = []
      const open = new Promise<void>((resolve) => (release = resolve))
      const arrived = new Promise<void>((resolve) => (noteArrival = resolve))
      gate = { open, arrived: () => noteArrival?.() }
      return { arrived, release: () => release?.() }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
