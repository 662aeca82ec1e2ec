import type { JobKind } from './job-kind.ts'
import { findPending, type SweepContext } from './sweep.ts'
import type { Context } from '../workspace/context.ts'

export interface RedriveResult {
  /** Blobs that had been given up and are worked off again. */
  readonly redriven: number
  /** False where it was stopped before the end. */
  readonly finished: boolean
}

/**
 * Gives every log blob that was given up another chance: takes it out of the dead messages, takes
 * back its `failed` receipt, and sends it again. A crash in between leaves a blob without receipt,
 * which sweep finds. `goesOn` is told the progress and answers whether to continue.
 */
export async function redrive(
  context: SweepContext & Pick<Context, 'jobQueue' | 'newId'>,
  goesOn: (done: number, total: number) => Promise<boolean>,
): Promise<RedriveResult> {
  const { hours } = await findPending(context)
  const failed = hours
    .flatMap(({ receipts }) => receipts)
    .filter(({ status }) => status === 'failed')
    .map(({ blob }) => blob)
  const dead = await context.jobQueue.drainDeadBlobs()
  const blobs = [...new Set([...failed, ...dead])]
  const attempt = context.newId()
  let redriven = 0
  for (const [index, blob] of blobs.entries()) {
    const receipt = await context.receiptStore.read(blob)
    if (receipt?.status === 'failed') await context.receiptStore.remove(blob)
    if (receipt?.status !== 'done') {
      await context.eventQueue.announce([blob], `#${attempt}`)
      redriven += 1
    }
    if (!(await goesOn(index + 1, blobs.length))) return { redriven, finished: false }
  }
  return { redriven, finished: true }
}

export const redriveJob: JobKind = {
  summary: 'gives log blobs that were given up another chance',
  stages: ['redrive'],
  run: async (context, run) => {
    const goesOn = (done: number, total: number): Promise<boolean> =>
      run.report({ stage: 'redrive', done, total })
    const { redriven, finished } = await redrive(context, goesOn)
    return finished ? { redriven } : undefined
  },
}
