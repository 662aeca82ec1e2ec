import type { ServiceBusClient } from '@azure/service-bus'
import type { Change, ChangeFeed } from '../../profiles/change-feed.ts'
import { onBus, sendAll } from './service-bus.ts'

/** A message takes 256 KiB; a change has well under 1 KiB. */
const changesPerMessage = 200

/** The topic that tells other systems what changed. */
export function busChangeFeed(client: ServiceBusClient, topic: string): ChangeFeed {
  const sender = client.createSender(topic)
  return {
    publish: async (changes) => {
      const messages: { contentType: string; body: { changes: Change[] } }[] = []
      for (let start = 0; start < changes.length; start += changesPerMessage) {
        messages.push({
          contentType: 'application/json',
          body: { changes: changes.slice(start, start + changesPerMessage) },
        })
      }
      await onBus(topic, () => sendAll(sender, messages))
    },
  }
}
