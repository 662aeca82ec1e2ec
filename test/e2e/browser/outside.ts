import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The way to the rest of the world, which is closed. */
export interface Outside {
  /** The address for a browser's proxy setting. */
  readonly server: string
  /** Who was asked for, as `https://host:443` or `http://host/path`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/**
 * A proxy that lets nothing through and notes who was wanted. It also sees beacons and what a page
 * sends while it closes; and, unlike intercepted requests, the others keep their preflights.
 */
export async function closeOutside(): Promise<Outside> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(403).end()
  })
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(`https://${url}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
