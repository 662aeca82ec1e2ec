import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { batchCalls, type Batch } from '../load/batch-calls.ts'
import { Delivery } from '../load/deliver.ts'
import { LoadError } from '../load/load-error.ts'
import { outboundCall, type OutboundCall } from '../load/outbound-call.ts'
import { showProgress } from '../load/progress.ts'
import type { Call } from '../load/source-record.ts'
import type { Target } from './api.ts'
import { DemoError } from './demo-error.ts'

export interface Sending {
  readonly target: Target
  say(line: string): void
  readonly progressStream: NodeJS.WriteStream
}

const requestsAtOnce = 4
const patience = { firstMs: 10_000, laterMs: 30_000 }

/** Sends calls through HTTP with progress; answers how many were accepted. */
export async function sendShop(calls: readonly Call[], sending: Sending): Promise<number> {
  const { target, say } = sending
  const waiting = (reason: string): void => say(`${target.url}: ${reason}; trying again …`)
  const to = { url: target.url, key: target.keys.write, patience, waiting }
  const delivery = new Delivery(to, new AbortController().signal)
  const progress = showProgress('The shop', calls.length, sending.progressStream)
  let sent = 0
  let accepted = 0
  try {
    await mapLimited(await batchesOf(calls), requestsAtOnce, async (batch) => {
      const delivered = await delivery.deliver(batch.calls)
      const refused = delivered?.refused[0]
      if (refused !== undefined) {
        const { code, message } = refused.note
        throw new DemoError(`The shop's call ${refused.call.line} is refused: ${code}: ${message}`)
      }
      accepted += delivered?.accepted ?? 0
      sent += batch.calls.length
      progress.update({ bytes: sent, sent })
    })
  } catch (error) {
    // The reasons of a load are written for users as well.
    throw error instanceof LoadError ? new DemoError(error.message) : error
  } finally {
    progress.done()
  }
  return accepted
}

async function batchesOf(calls: readonly Call[]): Promise<Batch[]> {
  const batches: Batch[] = []
  for await (const batch of batchCalls(outbound(calls))) batches.push(batch)
  return batches
}

async function* outbound(calls: readonly Call[]): AsyncGenerator<OutboundCall> {
  for (const [index, call] of calls.entries()) {
    yield outboundCall(call, { index, line: index + 1, fileHash: undefined }, () => false)
  }
}
