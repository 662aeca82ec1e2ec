import type { ServiceBusClient } from '@azure/service-bus'
import type { EventQueue } from '../../collect/event-queue.ts'
import { onBus, sendAll } from './service-bus.ts'

/** The queue that feeds unify. */
export function busEventQueue(client: ServiceBusClient, queue: string): EventQueue {
  const sender = client.createSender(queue)
  return {
    announce: (blobs, attempt = '') =>
      onBus(queue, () =>
        sendAll(
          sender,
          blobs.map((blob) => ({
            messageId: blob + attempt,
            contentType: 'application/json',
            body: { blob },
          })),
        ),
      ),
    oldestEnqueuedAt: () =>
      onBus(queue, async () => {
        // A receiver that has peeked goes on behind what it saw: each look needs a new one.
        const receiver = client.createReceiver(queue)
        try {
          const [oldest] = await receiver.peekMessages(1)
          return oldest?.enqueuedTimeUtc?.getTime()
        } finally {
          await receiver.close()
        }
      }),
  }
}
