import type { BlobOutcome } from './close-blob.ts'

/** Works off log blobs as one batch. */
export type UnifyBatch = (blobs: readonly string[]) => Promise<ReadonlyMap<string, BlobOutcome>>

/** A batch that fails as a whole is tried blob by blob: one bad blob stops only itself. */
export async function tryBlobs(
  unify: UnifyBatch,
  blobs: readonly string[],
): Promise<(blob: string) => BlobOutcome> {
  try {
    const outcomes = await unify(blobs)
    return (blob) => outcomes.get(blob) ?? { kind: 'failed', error: new Error('no outcome') }
  } catch (error) {
    if (blobs.length < 2) return () => ({ kind: 'failed', error })
    const alone = new Map<string, BlobOutcome>()
    for (const blob of blobs) alone.set(blob, (await tryBlobs(unify, [blob]))(blob))
    return (blob) => alone.get(blob) ?? { kind: 'failed', error }
  }
}
