import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchBody, batchCalls, type Batch } from '../../../../commands/load/batch-calls.ts'
import type { OutboundCall } from '../../../../commands/load/outbound-call.ts'

function aCall(index: number, size: number): OutboundCall {
  const json = JSON.stringify('x'.repeat(size))
  return { json, bytes: Buffer.byteLength(json), index, line: index, repeated: false }
}

async function batchesOf(
  sizes: readonly number[],
  limits?: { calls: number; bytes: number },
): Promise<Batch[]> {
  const calls = async function* (): AsyncGenerator<OutboundCall> {
    for (const [index, size] of sizes.entries()) yield aCall(index + 1, size)
  }
  const batches: Batch[] = []
  for await (const batch of batchCalls(calls(), limits)) batches.push(batch)
  return batches
}

describe('batchCalls', () => {
  it('fills a batch with 100 calls', async () => {
    const batches = await batchesOf(Array.from({ length: 250 }, () => 10))
    expect(batches.map((batch) => batch.calls.length)).toEqual([100, 100, 50])
  })

  it('sends a call that is larger than a batch alone', async () => {
    const batches = await batchesOf([10, 5_000, 10], { calls: 100, bytes: 1_000 })
    expect(batches.map((batch) => batch.calls.map((call) => call.index))).toEqual([[1], [2], [3]])
  })

  it('keeps the order, loses nothing and stays below the limits', async () => {
    const limits = { calls: 7, bytes: 600 }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 })), async (sizes) => {
        const batches = await batchesOf(sizes, limits)
        const indexes = batches.flatMap((batch) => batch.calls.map((call) => call.index))
        expect(indexes).toEqual(sizes.map((_size, index) => index + 1))
        expect(batches.map((batch) => batch.sequence)).toEqual([...batches.keys()])
        for (const { calls } of batches) {
          expect(calls.length).toBeLessThanOrEqual(limits.calls)
          expect(Buffer.byteLength(batchBody(calls))).toBeLessThanOrEqual(limits.bytes)
        }
      }),
    )
  })
})
