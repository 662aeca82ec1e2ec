import { tryBlobs, type UnifyBatch } from './try-blobs.ts'

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
export function createBlobCombiner(unify: UnifyBatch): BlobCombiner {
  const waiting = new Map<string, Waiting[]>()
  let running = false

  const run = async (): Promise<void> => {
    running = true
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, mostBlobs)
      for (const [blob] of batch) waiting.delete(blob)
      const names = batch.map(([blob]) => blob)
      const outcomes = await tryBlobs(unify, names)
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
  return {
    add: (blob) =>
      new Promise((resolve, reject) => {
        waiting.set(blob, [...(waiting.get(blob) ?? []), { resolve, reject }])
        if (!running) void run()
      }),
  }
}
