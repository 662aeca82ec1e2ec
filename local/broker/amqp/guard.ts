import type { EventContext } from 'rhea'
import type { BrokerContext } from '../broker-context.ts'
import { CONDITIONS } from './failures.ts'

/**
 * Turns what a handler throws into a closed connection. rhea runs some handlers from the event
 * loop, where an exception would end the process.
 */
export function guard(
  context: BrokerContext,
  handle: (event: EventContext) => void,
): (event: EventContext) => void {
  return (event) => {
    try {
      handle(event)
    } catch (error) {
      context.log('handling an amqp event failed', { error: String(error) })
      event.connection.close({ condition: CONDITIONS.internalError, description: String(error) })
    }
  }
}
