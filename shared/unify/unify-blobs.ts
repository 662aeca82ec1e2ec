import { mapLimited } from '../platform/async/map-limited.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import { applyCorrections, type CorrectionContext } from './apply-corrections.ts'
import { closeBlob, type BlobOutcome } from './close-blob.ts'
import { readBlob, type BlobEvents } from './read-blob.ts'
import { workspaceChanged } from './workspace-changed.ts'
import { unifyEvents, type UnifyContext } from './unify-events.ts'

export type UnifyBlobsContext = UnifyContext &
  CorrectionContext &
  Pick<Context, 'eventLog' | 'receiptStore' | 'rejectStore' | 'metrics' | 'logger' | 'isCurrent'>

/** What a batch may hold in memory, as length of its lines, before no further blob is read. */
const mostText = 8 * 1024 * 1024
/** Blobs read at the same time; collect closes a blob at about 4 MiB. */
const blobsReadAtOnce = 4

/**
 * Works off log blobs that came together, as one batch, so that what they share is read and
 * written once. A receipt is written last; a blob that has one is not worked off again.
 */
export async function unifyBlobs(
  context: UnifyBlobsContext,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, BlobOutcome>> {
  const outcomes = new Map<string, BlobOutcome>()
  for (let start = 0; start < blobs.length;) {
    const open: BlobEvents[] = []
    for (let text = 0; start < blobs.length && text < mostText; start += blobsReadAtOnce) {
      const part = blobs.slice(start, start + blobsReadAtOnce)
      const read = await mapLimited(part, blobsReadAtOnce, (blob) =>
        openBlob(context, blob, outcomes),
      )
      open.push(...read.flat())
      text = open.reduce((sum, blob) => sum + blob.size, 0)
    }
    if (open.length > 0) await unifyOpen(context, open, outcomes)
  }
  return outcomes
}

async function unifyOpen(
  context: UnifyBlobsContext,
  open: readonly BlobEvents[],
  outcomes: Map<string, BlobOutcome>,
): Promise<void> {
  const ready: BlobEvents[] = []
  for (const blob of open) {
    try {
      await applyCorrections(context, blob.facts)
      ready.push(blob)
    } catch (error) {
      outcomes.set(blob.blob, { kind: 'failed', error })
    }
  }
  const outcome = await unifyEvents(
    context,
    ready.flatMap(({ events }) => events),
  )
  // What other workers do about a change of the workspace finds either the rows written here, or
  // no receipt: then the blob is worked off again, under the rules that hold.
  if (!(await context.isCurrent())) {
    const error = workspaceChanged()
    for (const { blob } of ready) outcomes.set(blob, { kind: 'failed', error })
    return
  }
  await mapLimited(ready, 8, async (blob) => {
    outcomes.set(blob.blob, await closeBlob(context, blob, outcome))
  })
  await flushMetrics(context)
}

/** This process may end before the minute in which it would write its counters. */
async function flushMetrics({ metrics, logger }: UnifyBlobsContext): Promise<void> {
  try {
    await metrics.flush()
  } catch (error) {
    logger.warn('counters are written later', describeError(error))
  }
}

/** The events of a blob; none when it is worked off already, or cannot be read. */
async function openBlob(
  context: UnifyBlobsContext,
  blob: string,
  outcomes: Map<string, BlobOutcome>,
): Promise<BlobEvents[]> {
  const { namespaces, identity } = context
  try {
    if ((await context.receiptStore.read(blob)) === undefined) {
      const settings = { namespaces, logoutEvents: identity.logoutEvents }
      return [await readBlob(context.eventLog, blob, settings)]
    }
    outcomes.set(blob, { kind: 'done' })
  } catch (error) {
    outcomes.set(blob, { kind: 'failed', error })
  }
  return []
}
