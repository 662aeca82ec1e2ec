import type { ServiceBusQueueHandler } from '@azure/functions'
import type * as z from 'zod'
import type { Context } from '../../workspace/context.ts'
import { describeError } from '../telemetry/describe-error.ts'
import { appState, type AppState } from './app-state.ts'

export interface Delivery {
  /** How often the message has been delivered, this time included. */
  readonly deliveryCount: number
}

type Handle<T> = (
  message: T,
  context: Context,
  delivery: Delivery & { readonly state: AppState },
) => Promise<void>

/**
 * Wraps what a queue function does. A message that is none of ours is dropped with a word in the
 * log; a failure is thrown, so that the queue delivers again.
 */
export function queueHandler<T extends z.ZodType>(
  schema: T,
  handle: Handle<z.output<T>>,
): ServiceBusQueueHandler {
  return async (message, invocation) => {
    const state = await appState()
    const context = await state.current()
    const parsed = schema.safeParse(message)
    if (!parsed.success) {
      context.logger.error('message not understood', describeError(parsed.error))
      return
    }
    const deliveryCount = Number(invocation.triggerMetadata?.['deliveryCount'] ?? 1)
    await handle(parsed.data, context, { deliveryCount, state })
  }
}
