import { setTimeout as delay } from 'node:timers/promises'
import { ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus'
import type { ServiceBusFunction } from '../app/read-triggers.ts'
import type { Dispatch } from './dispatch.ts'

/** The default delay of the SDK is 30 s, which is how long a restarted broker would stay unseen. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 300 }

/** Closing can wait for answers that a dead broker never gives. */
const closeMs = 1_000

/** One client that receives the messages of one function. */
export interface Connection {
  isReceiving(): boolean
  /** Takes no more messages; resolves when those it took are settled. */
  drain(): Promise<void>
  close(): Promise<void>
}

export interface ConnectionOptions {
  readonly target: Pick<ServiceBusFunction, 'connectionString' | 'entity'>
  readonly maxConcurrentCalls: number
  readonly dispatch: Dispatch
  onError(error: unknown): void
}

/** What the SDK knows about its link but does not publish. */
interface ReceiverState {
  _isReceivingMessages?(): boolean
}

function createReceiver(
  client: ServiceBusClient,
  entity: ServiceBusFunction['entity'],
): ServiceBusReceiver {
  const options = { maxAutoLockRenewalDurationInMs: 0, skipParsingBodyAsJson: true }
  return 'queue' in entity
    ? client.createReceiver(entity.queue, options)
    : client.createReceiver(entity.topic, entity.subscription, options)
}

export function openConnection(options: ConnectionOptions): Connection {
  const { target, maxConcurrentCalls, dispatch, onError } = options
  const client = new ServiceBusClient(target.connectionString, { retryOptions })
  const receiver = createReceiver(client, target.entity)
  const underWay = new Set<Promise<void>>()
  const handlers = {
    processMessage: async (message: Parameters<Dispatch>[0]): Promise<void> => {
      const done = dispatch(message, receiver)
      underWay.add(done)
      await done
      underWay.delete(done)
    },
    processError: async ({ error }: { readonly error: unknown }): Promise<void> => onError(error),
  }
  const subscription = receiver.subscribe(handlers, {
    autoCompleteMessages: false,
    maxConcurrentCalls,
  })
  const within = (work: Promise<unknown>): Promise<unknown> =>
    Promise.race([work.catch(() => undefined), delay(closeMs)])

  return {
    isReceiving: () => (receiver as ReceiverState)._isReceivingMessages?.() ?? true,
    drain: async () => {
      await within(subscription.close())
      await Promise.all(underWay)
    },
    close: async () => {
      await within(receiver.close())
      await within(client.close())
    },
  }
}
