import { Acknowledged } from './acknowledged.ts'
import { batchCalls, type Batch } from './batch-calls.ts'
import type { Delivered, Delivery } from './deliver.ts'
import type { FilePlan } from './file-plan.ts'
import { LoadError } from './load-error.ts'
import type { LoadState } from './load-state.ts'
import { hasMessageId, hashFile, outboundCall, type OutboundCall } from './outbound-call.ts'
import type { Progress } from './progress.ts'
import type { SeenIds } from './seen-ids.ts'
import type { Tally } from './tally.ts'

/** What the files of a run have in common. */
export interface LoadRun {
  readonly delivery: Delivery
  readonly tally: Tally
  readonly seen: SeenIds
  readonly concurrency: number
  /** Aborted when the run is to end early, for whatever reason. */
  readonly halt: AbortController
}

/** What belongs to one file of a run. */
export interface FileRun {
  readonly plan: FilePlan
  readonly state: LoadState
  /** The index of the record behind which to begin. */
  readonly from: number
  readonly progress: Progress
}

const saveEveryMs = 500

/** Sends one file; remembers how far it came when it does not come to the end. */
export async function loadFile(run: LoadRun, own: FileRun): Promise<void> {
  const acknowledged = new Acknowledged(own.from)
  let bytes = 0
  let savedAt = performance.now()
  const batches = batchCalls(readCalls(run, own, (read) => (bytes += read)))
  const settle = (batch: Batch, delivered: Delivered): void => {
    acknowledged.add(batch)
    count(run.tally, { batch, delivered, file: own.plan.file.name })
    own.progress.update({ bytes, sent: run.tally.sent })
    if (performance.now() - savedAt < saveEveryMs) return
    savedAt = performance.now()
    // A state that cannot be saved now fails the save at the end, which is waited for.
    own.state.write(acknowledged.upTo).catch(() => undefined)
  }
  const workers = Array.from({ length: run.concurrency }, () => sendBatches(run, batches, settle))
  const ends = await Promise.allSettled(workers)
  // Closes the file when its end was not reached.
  await batches.return(undefined)
  own.progress.done()
  if (!run.halt.signal.aborted) await own.state.remove()
  else if (acknowledged.upTo > 0) await own.state.write(acknowledged.upTo)
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}

/** One request in flight after the other; a failure ends the other workers too. */
async function sendBatches(
  { delivery, halt }: LoadRun,
  batches: AsyncGenerator<Batch>,
  settle: (batch: Batch, delivered: Delivered) => void,
): Promise<void> {
  try {
    while (!halt.signal.aborted) {
      const next = await batches.next()
      if (next.done === true) return
      const delivered = await delivery.deliver(next.value.calls)
      if (delivered !== undefined) settle(next.value, delivered)
    }
  } catch (error) {
    halt.abort()
    throw error
  }
}

async function* readCalls(
  { tally, seen }: LoadRun,
  { plan, from }: FileRun,
  onRead: (bytes: number) => void,
): AsyncGenerator<OutboundCall> {
  const { path, name } = plan.file
  let fileHash: string | undefined
  try {
    for await (const { index, line, content } of plan.read(onRead)) {
      if (index <= from) continue
      if (content.kind === 'refused') {
        tally.refuse(content.note, { file: name, line })
        continue
      }
      if (content.warning !== undefined) tally.warn(content.warning, { file: name, line })
      if (!hasMessageId(content.call)) fileHash ??= await hashFile(path)
      yield outboundCall(content.call, { index, line, fileHash }, (id) => seen.add(id))
    }
  } catch (error) {
    throw new LoadError(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function count(
  tally: Tally,
  { batch, delivered, file }: { batch: Batch; delivered: Delivered; file: string },
): void {
  tally.accepted += delivered.accepted
  tally.duplicates += batch.calls.filter((call) => call.repeated).length
  for (const { call, note } of delivered.refused) tally.refuse(note, { file, line: call.line })
}
