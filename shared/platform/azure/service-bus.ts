import { ServiceBusClient, type ServiceBusMessage, type ServiceBusSender } from '@azure/service-bus'
import { ConfigError, TransientError } from '../errors/errors.ts'

/** Short waits: what cannot be sent is found again by sweep, so waiting long helps nobody. */
const retryOptions = { maxRetries: 2, retryDelayInMs: 200, timeoutInMs: 10_000 }

export function connectServiceBus(connectionString: string): ServiceBusClient {
  try {
    return new ServiceBusClient(connectionString, { retryOptions })
  } catch (error) {
    const message = 'PASSERBY_SERVICE_BUS is no Service Bus connection string.'
    throw new ConfigError({ code: 'InvalidSettings', message, cause: error })
  }
}

/** Sends messages in as few requests as the size limit of the service allows. */
export async function sendAll(
  sender: ServiceBusSender,
  messages: readonly ServiceBusMessage[],
): Promise<void> {
  let batch = await sender.createMessageBatch()
  for (const message of messages) {
    if (batch.tryAddMessage(message)) continue
    await sender.sendMessages(batch)
    batch = await sender.createMessageBatch()
    if (!batch.tryAddMessage(message)) await sender.sendMessages(message)
  }
  if (batch.count > 0) await sender.sendMessages(batch)
}

/** Runs a call of the SDK; a failure is one that may pass later. */
export async function onBus<T>(entity: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const message = `Service Bus entity ${entity} did not answer as it should.`
    throw new TransientError({ code: 'QueueUnavailable', message, cause: error })
  }
}
