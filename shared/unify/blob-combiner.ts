import type { BlobOutcome } from './close-blob.ts'

/** Works off log blobs; those that wait at the same time are worked off as one batch. */
export interface BlobCombiner {
  /** Resolves when the blob has its receipt; rejects when it could not be worked off. */
  add(blob: string): Promise<void>
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** A batch takes this many blobs; more wait for the next one. */
const mostBlobs = 64

/**
 * One batch at a time: within a process nobody else works on the same identifiers, and neighbouring
 * messages about one visitor become one read and one write.
 */
export function createBlobCombiner(
  unify: (blobs: readonly string[]) => Promise<ReadonlyMap<string, BlobOutcome>>,
): BlobCombiner {
  const waiting = new Map<string, Waiting[]>()
  let running = false

  const run = async (): Promise<void> => {
    running = true
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, mostBlobs)
      for (const [blob] of batch) waiting.delete(blob)
      const outcomes = await outcomesOf(batch.map(([blob]) => blob))
      for (const [blob, waiters] of batch) {
        const outcome = outcomes(blob)
        for (const { resolve, reject } of waiters) {
          if (outcome.kind === 'done') resolve()
          else reject(outcome.error)
        }
      }
    }
    running = false
  }
  // A batch that fails as a whole is tried blob by blob: one bad blob stops only itself.
  const outcomesOf = async (blobs: readonly string[]): Promise<(blob: string) => BlobOutcome> => {
    try {
      const outcomes = await unify(blobs)
      return (blob) => outcomes.get(blob) ?? { kind: 'failed', error: new Error('no outcome') }
    } catch (error) {
      if (blobs.length < 2) return () => ({ kind: 'failed', error })
      const alone = new Map<string, BlobOutcome>()
      for (const blob of blobs) alone.set(blob, (await outcomesOf([blob]))(blob))
      return (blob) => alone.get(blob) ?? { kind: 'failed', error }
    }
  }
  return {
    add: (blob) =>
      new Promise((resolve, reject) => {
        waiting.set(blob, [...(waiting.get(blob) ?? []), { resolve, reject }])
        if (!running) void run()
      }),
  }
}
