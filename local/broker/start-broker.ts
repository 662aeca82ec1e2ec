import { randomUUID } from 'node:crypto'
import type { Clock } from '../../shared/platform/clock/clock.ts'
import { createContainer } from './amqp/create-container.ts'
import { listen } from './amqp/listen.ts'
import type { BrokerLog } from './broker-context.ts'
import { readEntities } from './entities/read-entities.ts'
import { createNamespace } from './namespace/namespace.ts'
import type { QueueCounts } from './queue/browse.ts'

export interface BrokerOptions {
  /** Queues and topics in the format of Microsoft's Service Bus emulator. */
  readonly entities: unknown
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly clock: Clock
  readonly log: BrokerLog
  /** How long connections may be silent, in milliseconds; default two minutes, as the service. */
  readonly idleTimeoutMs?: number
}

export interface Broker {
  readonly port: number
  /** How many messages are where, by entity path (`queue`, `topic`, `topic/Subscriptions/name`). */
  snapshot(): Readonly<Record<string, QueueCounts>>
  /** Drops all connections and forgets all messages. */
  stop(): Promise<void>
}

/** How late locks may run out and scheduled messages may appear when nothing else happens. */
const SWEEP_INTERVAL_MS = 50

/**
 * Starts a Service Bus broker for `@azure/service-bus`, which connects to it with
 * `UseDevelopmentEmulator=true`. Messages live in memory. Rejects with one line when the entities
 * are not valid or the port is not free.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { clock, log, idleTimeoutMs = 120_000 } = options
  const context = { clock, log, newId: randomUUID }
  const namespace = createNamespace(readEntities(options.entities), context)
  const container = createContainer(namespace, context)
  const listener = await listen(container, { ...options, idleTimeoutMs })
  // The clock may be moved at any time, so the broker looks at it instead of setting timers.
  const sweeping = setInterval(() => {
    try {
      namespace.sweep()
    } catch (error) {
      log('sweeping the entities failed', { error: String(error) })
    }
  }, SWEEP_INTERVAL_MS)
  return {
    port: listener.port,
    snapshot: namespace.counts,
    async stop() {
      clearInterval(sweeping)
      await listener.close()
    },
  }
}
