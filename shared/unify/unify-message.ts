import * as z from 'zod'
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
}

/**
 * Works off one message. A failure is thrown, so that the queue delivers again; at the last
 * delivery the blob first gets a `failed` receipt, which keeps sweep from sending it for ever and
 * which a redrive takes back.
 */
export async function unifyMessage(
  context: Pick<Context, 'receiptStore' | 'now' | 'logger'>,
  combiner: BlobCombiner,
  { blob, deliveryCount, maxDeliveryCount }: BlobDelivery,
): Promise<void> {
  try {
    await combiner.add(blob)
  } catch (error) {
    if (deliveryCount >= maxDeliveryCount) {
      const reason = error instanceof Error ? error.message : 'unknown'
      const time = context.now()
      await context.receiptStore.write({
        blob,
        status: 'failed',
        counters: undefined,
        time,
        reason,
      })
      context.logger.error('log blob given up', { blob, ...describeError(error) })
    }
    throw error
  }
}
