import Long from 'long'
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
    oldestEnqueuedAt: async () => (await peek(client, { queue, most: 1 }))[0],
    depth: async () => ({
      active: (await peek(client, { queue, most: 1000 })).length,
      dead: (await peek(client, { queue, most: 1000, subQueueType: 'deadLetter' })).length,
    }),
  }
}

interface Peek {
  readonly queue: string
  readonly most: number
  readonly subQueueType?: 'deadLetter'
}

/** When the first messages of a queue came, in milliseconds, oldest first. */
function peek(client: ServiceBusClient, { queue, most, ...options }: Peek): Promise<number[]> {
  return onBus(queue, async () => {
    const receiver = client.createReceiver(queue, options)
    const times: number[] = []
    // Without a number the client goes on behind what any receiver of it has peeked before.
    let fromSequenceNumber = Long.ONE
    try {
      while (times.length < most) {
        const wanted = Math.min(most - times.length, 250)
        const messages = await receiver.peekMessages(wanted, { fromSequenceNumber })
        times.push(...messages.map(({ enqueuedTimeUtc }) => enqueuedTimeUtc?.getTime() ?? 0))
        const last = messages.at(-1)?.sequenceNumber
        if (last === undefined) break
        fromSequenceNumber = last.add(1)
      }
      return times
    } finally {
      await receiver.close()
    }
  })
}
