import type { MessageContent } from '../amqp/message-content.ts'
import type { BrokerContext } from '../broker-context.ts'
import { acquireDeferred, acquireNext } from '../queue/acquire.ts'
import type { AcquireMode } from '../queue/acquire.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { renewLock, settle } from '../queue/settle.ts'
import type { Consumer, MessageSource, ReceiveMode } from './entity.ts'

/** The consumers of a queue, each served in its turn. */
function createTurns() {
  const consumers = new Set<Consumer>()
  return {
    add: (consumer: Consumer) => consumers.add(consumer),
    /** The consumer whose turn it is among those with room. */
    next(): Consumer | undefined {
      for (const consumer of consumers) {
        if (!consumer.isOpen()) consumers.delete(consumer)
        else if (consumer.capacity() > 0) return consumer
      }
      return undefined
    },
    served(consumer: Consumer): void {
      consumers.delete(consumer)
      consumers.add(consumer)
    },
  }
}

/**
 * Serves the messages of one queue state to its consumers. `changed` is called after every change
 * that may have made messages available in this state or in its dead-letter queue.
 */
export function createQueueSource(
  state: QueueState<MessageContent>,
  context: BrokerContext,
  changed: () => void,
): MessageSource {
  const turns = createTurns()
  const acquireMode = (mode: ReceiveMode): AcquireMode =>
    mode === 'lock' ? { kind: 'lock', newToken: context.newId } : { kind: 'delete' }
  return {
    attach(consumer) {
      turns.add(consumer)
    },
    dispatch() {
      for (let consumer = turns.next(); consumer !== undefined; consumer = turns.next()) {
        const message = acquireNext(state, acquireMode(consumer.mode), context.clock())
        if (message === undefined) return
        turns.served(consumer)
        consumer.deliver(message)
      }
    },
    settle(token, settlement) {
      const settled = settle(state, token, settlement, context.clock())
      changed()
      return settled
    },
    renewLock: (token) => renewLock(state, token, context.clock()),
    receiveDeferred(sequenceNumbers, mode) {
      const found = acquireDeferred(state, sequenceNumbers, acquireMode(mode), context.clock())
      changed()
      return found
    },
  }
}
