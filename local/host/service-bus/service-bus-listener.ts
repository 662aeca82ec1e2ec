import type { Listener } from '../listener.ts'
import { messageOf, type HostLog } from '../log.ts'
import type { Connection } from './connection.ts'

const checkMs = 1_000
/** The SDK reconnects within a second of the broker's return; what takes longer is stuck. */
const patienceMs = 5_000

export interface ServiceBusListenerOptions {
  readonly functionName: string
  readonly open: (onError: (error: unknown) => void) => Connection
  readonly log: HostLog
}

/**
 * Receives the messages of one function for as long as the host runs. The SDK reconnects by
 * itself, except when its connection breaks at certain moments; then a new client takes over.
 */
export function startServiceBusListener(options: ServiceBusListenerOptions): Listener {
  const { functionName, log } = options
  const replaced = new Set<Promise<void>>()
  let reported = false
  let silentMs = 0
  const open = (): Connection =>
    options.open((error) => {
      // Once per outage: the SDK reports every attempt to reconnect.
      if (!reported) log.error(`Function "${functionName}" cannot receive: ${messageOf(error)}`)
      reported = true
    })
  let connection = open()

  const replace = (): void => {
    const old = connection
    const done = old.drain().then(() => old.close())
    replaced.add(done)
    void done.finally(() => replaced.delete(done))
    connection = open()
  }
  const checking = setInterval(() => {
    if (connection.isReceiving()) {
      silentMs = 0
      reported = false
      return
    }
    silentMs += checkMs
    if (silentMs < patienceMs) return
    silentMs = 0
    replace()
  }, checkMs)

  return {
    drain: async () => {
      clearInterval(checking)
      await Promise.all([connection.drain(), ...replaced])
    },
    close: () => connection.close(),
  }
}
