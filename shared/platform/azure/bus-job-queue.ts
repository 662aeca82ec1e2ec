import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus'
import type { JobQueue } from '../../jobs/job-queue.ts'
import { blobMessageSchema } from '../../unify/unify-message.ts'
import { onBus } from './service-bus.ts'

export interface JobQueueNames {
  /** The queue that wakes job workers. */
  readonly jobs: string
  /** The queue whose dead messages a redrive takes out. */
  readonly events: string
}

/** The queue of jobs, and the dead letters of the queue of events. */
export function busJobQueue(client: ServiceBusClient, names: JobQueueNames): JobQueue {
  const sender = client.createSender(names.jobs)
  return {
    // No message id: the same job may have to be woken again within a minute.
    wake: (jobId) => onBus(names.jobs, () => sender.sendMessages({ body: { jobId } })),
    drainDeadBlobs: () =>
      onBus(names.events, async () => {
        const receiver = client.createReceiver(names.events, { subQueueType: 'deadLetter' })
        try {
          return await drain(receiver)
        } finally {
          await receiver.close()
        }
      }),
  }
}

async function drain(receiver: ServiceBusReceiver): Promise<string[]> {
  const blobs: string[] = []
  for (;;) {
    const messages = await receiver.receiveMessages(100, { maxWaitTimeInMs: 1000 })
    if (messages.length === 0) return blobs
    for (const message of messages) {
      const parsed = blobMessageSchema.safeParse(message.body)
      if (parsed.success) blobs.push(parsed.data.blob)
      await receiver.completeMessage(message)
    }
  }
}
