import { ServiceBusClient } from '@azure/service-bus'
import type {
  ServiceBusClientOptions,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
} from '@azure/service-bus'
import { startBroker } from '../../local/broker/start-broker.ts'
import type { Broker, BrokerOptions } from '../../local/broker/start-broker.ts'

type Properties = Readonly<Record<string, unknown>>

export function aQueue(name: string, properties: Properties = {}) {
  return { Name: name, Properties: { LockDuration: 'PT30S', MaxDeliveryCount: 3, ...properties } }
}

/** An entity file with these queues and topics. */
export function entitiesWith(queues: readonly object[], topics: readonly object[] = []) {
  return {
    UserConfig: { Namespaces: [{ Name: 'test', Queues: queues, Topics: topics }] },
  }
}

export function connectionString(port: number): string {
  return `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=x;SharedAccessKey=y;UseDevelopmentEmulator=true`
}

export const quickRetries: ServiceBusClientOptions = {
  retryOptions: { retryDelayInMs: 50, maxRetryDelayInMs: 50, maxRetries: 3, timeoutInMs: 5_000 },
}

export interface TestBroker {
  readonly broker: Broker
  readonly client: ServiceBusClient
  readonly logged: string[]
  /** Moves the broker's clock on. */
  advance(milliseconds: number): void
  stop(): Promise<void>
}

/** A broker on a free port whose clock runs like the machine's and can be moved on. */
export async function startTestBroker(
  entities: object = entitiesWith([aQueue('orders')]),
  options: Partial<BrokerOptions> = {},
): Promise<TestBroker> {
  const logged: string[] = []
  let offset = 0
  const broker = await startBroker({
    entities,
    host: '127.0.0.1',
    port: 0,
    clock: () => Date.now() + offset,
    log: (message, fields) => logged.push(`${message} ${JSON.stringify(fields)}`),
    ...options,
  })
  const client = new ServiceBusClient(connectionString(broker.port), quickRetries)
  return {
    broker,
    client,
    logged,
    advance(milliseconds) {
      offset += milliseconds
    },
    async stop() {
      await client.close()
      await broker.stop()
    },
  }
}

/** Without renewal by the client, so that locks run out when the clock is moved. */
export function lockingReceiver(client: ServiceBusClient, queue = 'orders'): ServiceBusReceiver {
  return client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0 })
}

export function deadLetterReceiver(client: ServiceBusClient, queue = 'orders'): ServiceBusReceiver {
  return client.createReceiver(queue, {
    subQueueType: 'deadLetter',
    maxAutoLockRenewalDurationInMs: 0,
  })
}

/** Waits for exactly one message. */
export async function receiveOne(
  receiver: ServiceBusReceiver,
  maxWaitTimeInMs = 5_000,
): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs })
  if (message === undefined) throw new Error(`no message arrived at ${receiver.entityPath}`)
  return message
}

/** Receives until `count` messages arrived. */
export async function receiveAll(
  receiver: ServiceBusReceiver,
  count: number,
): Promise<ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = []
  while (received.length < count) {
    const more = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 5_000 })
    if (more.length === 0) throw new Error(`only ${received.length} of ${count} messages arrived`)
    received.push(...more)
  }
  return received
}

export function bodies(messages: readonly ServiceBusReceivedMessage[]): unknown[] {
  return messages.map((message): unknown => message.body)
}

/** Waits until the condition holds. */
export async function eventually(condition: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not become true')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
