import type { OutboundCall } from './outbound-call.ts'

/** Calls that go out in one request, in the order of their file. */
export interface Batch {
  /** Counts the batches of a file from 0. */
  readonly sequence: number
  readonly calls: readonly OutboundCall[]
}

/** What one request may hold; well below what collect takes. */
export const batchLimits = { calls: 100, bytes: 400 * 1024 }

const frameBytes = Buffer.byteLength('{"batch":[]}')

/** Groups calls; one that is too large for any request goes out alone, for the server to refuse. */
export async function* batchCalls(
  calls: AsyncIterable<OutboundCall>,
  limits = batchLimits,
): AsyncGenerator<Batch> {
  let sequence = 0
  let pending: OutboundCall[] = []
  let bytes = frameBytes
  const take = (): Batch => {
    const batch = { sequence, calls: pending }
    sequence += 1
    pending = []
    bytes = frameBytes
    return batch
  }
  for await (const call of calls) {
    const full = pending.length === limits.calls || bytes + call.bytes + 1 > limits.bytes
    if (full && pending.length > 0) yield take()
    pending.push(call)
    bytes += call.bytes + 1
  }
  if (pending.length > 0) yield take()
}

/** The body of `POST /v1/batch`. */
export function batchBody(calls: readonly OutboundCall[]): string {
  return `{"batch":[${calls.map((call) => call.json).join(',')}]}`
}
