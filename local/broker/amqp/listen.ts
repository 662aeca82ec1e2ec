import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Container, ConnectionOptions } from 'rhea'
import type { ConnectionInternals } from './rhea-surface.ts'

/** How long clients have to answer when the broker stops. */
const FAREWELL_MS = 250

export interface ListenOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  /** A client silent for twice as long is dropped; clients are told and send empty frames. */
  readonly idleTimeoutMs: number
}

export interface Listener {
  readonly port: number
  close(): Promise<void>
}

function connectionOptions(idleTimeoutMs: number): ConnectionOptions {
  const options = {
    // As Service Bus: clients split larger messages into frames of this size.
    max_frame_size: 65_536,
    idle_time_out: idleTimeoutMs,
    tcp_no_delay: true,
    reconnect: false,
    // Deliveries are answered by the entities, and abandoning is not releasing.
    autoaccept: false,
    treat_modified_as_released: false,
  }
  return options as unknown as ConnectionOptions
}

async function listening(server: Server, { host, port }: ListenOptions): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why = code === 'EADDRINUSE' ? 'the port is in use' : String(error)
    throw new Error(`the Service Bus broker cannot listen on ${host}:${port}: ${why}`, {
      cause: error,
    })
  }
  return (server.address() as AddressInfo).port
}

/**
 * Takes leave of a client as the service does when it restarts: the client then looks for the
 * service again, while one that is just cut off may wait for an answer for ever. Whoever does not
 * answer in time is cut off.
 */
async function dismiss(connection: ConnectionInternals, socket: Socket): Promise<void> {
  if (socket.destroyed) return
  const gone = new Promise((resolve) => socket.once('close', resolve))
  const cutOff = setTimeout(() => connection.abort_socket(socket), FAREWELL_MS)
  if (connection.is_open()) {
    const description = 'The service is stopping.'
    connection.close({ condition: 'amqp:connection:forced', description })
  } else {
    connection.abort_socket(socket)
  }
  await gone
  clearTimeout(cutOff)
}

/** Accepts connections for the container until closed. */
export async function listen(container: Container, options: ListenOptions): Promise<Listener> {
  const connections = new Map<Socket, ConnectionInternals>()
  const server = createServer((socket) => {
    const connection = container.create_connection(
      connectionOptions(options.idleTimeoutMs),
    ) as ConnectionInternals
    connections.set(socket, connection)
    socket.on('close', () => connections.delete(socket))
    connection.accept(socket)
  })
  const port = await listening(server, options)
  return {
    port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      await Promise.all([...connections].map(([socket, each]) => dismiss(each, socket)))
      await closed
    },
  }
}
