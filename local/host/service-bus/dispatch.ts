import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import type { Clock } from '../../../shared/platform/clock/clock.ts'
import type { Invoke } from '../app/invoke.ts'
import { messageOf, type HostLog } from '../log.ts'
import { keepLock } from './keep-lock.ts'
import { messageInput, messageMetadata } from './message.ts'
import { createSlots } from './slots.ts'

export type Settler = Pick<
  ServiceBusReceiver,
  'completeMessage' | 'abandonMessage' | 'renewMessageLock'
>

export interface DispatchOptions {
  readonly functionName: string
  readonly invoke: Invoke
  readonly maxConcurrentCalls: number
  readonly autoComplete: boolean
  readonly maxAutoLockRenewalMs: number
  readonly clock: Clock
  readonly log: HostLog
}

/** Runs the function for one message and settles it; never rejects. */
export type Dispatch = (message: ServiceBusReceivedMessage, settler: Settler) => Promise<void>

/**
 * The limit of concurrent calls is kept here, because after a reconnect the SDK asks for as many
 * messages again as were under way.
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { functionName, invoke, autoComplete, clock, log } = options
  const slots = createSlots(options.maxConcurrentCalls)

  const settle = async (message: ServiceBusReceivedMessage, settler: Settler): Promise<void> => {
    const input = messageInput(message)
    const outcome = await invoke(functionName, input, messageMetadata(message))
    if (outcome.kind === 'failed') await settler.abandonMessage(message)
    else if (autoComplete) await settler.completeMessage(message)
  }

  return async (message, settler) => {
    const release = keepLock({
      lockedUntil: message.lockedUntilUtc ?? new Date(clock()),
      renew: () => settler.renewMessageLock(message),
      maxRenewalMs: options.maxAutoLockRenewalMs,
      clock,
    })
    await slots.take()
    try {
      await settle(message, settler)
    } catch (error) {
      const id = String(message.messageId)
      log.error(`Function "${functionName}": message ${id} is not settled: ${messageOf(error)}`)
    } finally {
      slots.give()
      release()
    }
  }
}
