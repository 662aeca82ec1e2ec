import * as z from 'zod'
import { PasserbyError } from '../platform/errors/errors.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import type { BlobCombiner } from './blob-combiner.ts'

/** A message of the queue `events`: one log blob to work off. */
export const blobMessageSchema = z.object({ blob: z.string() })

export interface BlobDelivery {
  readonly blob: string
  /** How often the message has been delivered, this time included. */
  readonly deliveryCount: number
  /** After this many deliveries the queue gives the message up. */
  readonly maxDeliveryCount: number
  /** Waits, in milliseconds; the message stays locked meanwhile. */
  readonly pause: (ms: number) => Promise<void>
}

/**
 * Works off one message. A failure is thrown, so that the queue delivers again. One that may pass
 * by itself waits first, longer each time, so that an outage of minutes does not use the deliveries
 * up; after the last one sweep sends the blob anew. Any other failure gives the blob a `failed`
 * receipt at the last delivery, which keeps sweep from sending it for ever and which a redrive
 * takes back.
 */
export async function unifyMessage(
  context: Pick<Context, 'receiptStore' | 'now' | 'logger'>,
  combiner: BlobCombiner,
  { blob, deliveryCount, maxDeliveryCount, pause }: BlobDelivery,
): Promise<void> {
  try {
    await combiner.add(blob)
  } catch (error) {
    if (error instanceof PasserbyError && error.retryable) {
      await pause(pauseBefore(deliveryCount))
    } else if (deliveryCount >= maxDeliveryCount) {
      const reason = error instanceof Error ? error.message : 'unknown'
      const time = context.now()
      const receipt = { blob, status: 'failed', counters: undefined, time, reason } as const
      // A delivery that lost its lock may have worked the blob off meanwhile.
      if (!(await context.receiptStore.giveUp(receipt))) return
      context.logger.error('log blob given up', { blob, ...describeError(error) })
    }
    throw error
  }
}

const firstPauseMs = 200
const longestPauseMs = 20_000

function pauseBefore(deliveryCount: number): number {
  return Math.min(firstPauseMs * 2 ** (deliveryCount - 1), longestPauseMs)
}
