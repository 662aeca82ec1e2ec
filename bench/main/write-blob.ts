import { acceptCalls } from '../../shared/collect/accept-calls.ts'
import type { BenchContext } from './bench-context.ts'
import { batchCalls, type BatchPlan } from './traffic.ts'

/** Collects one batch in this process; answers the one log blob that it became. */
export async function writeBlob(context: BenchContext, plan: BatchPlan): Promise<string> {
  const text = JSON.stringify({ batch: batchCalls(plan) })
  const readBody = async (): Promise<unknown> => JSON.parse(text)
  await acceptCalls(context, { readBody, type: undefined, source: 'bench' })
  const [blob, ...more] = context.takeWritten()
  if (blob === undefined || more.length > 0) throw new Error('a batch did not become one blob')
  return blob
}
