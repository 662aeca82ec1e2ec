import type { EventQueue } from '../../shared/collect/event-queue.ts'
import type { JobQueue } from '../../shared/jobs/job-queue.ts'
import type { Change, ChangeFeed } from '../../shared/profiles/change-feed.ts'

/** The queue of log blobs in memory; a test takes them out itself. */
export function memoryEventQueue(): EventQueue & {
  readonly blobs: Set<string>
  oldest: number | undefined
} {
  const blobs = new Set<string>()
  return {
    blobs,
    oldest: undefined,
    announce: (names: readonly string[]) => {
      for (const name of names) blobs.add(name)
      return Promise.resolve()
    },
    depth: () => Promise.resolve({ active: blobs.size, dead: 0 }),
    oldestEnqueuedAt() {
      return Promise.resolve(this.oldest)
    },
  }
}

export function memoryJobQueue(
  dead: readonly string[] = [],
): JobQueue & { readonly woken: string[] } {
  const woken: string[] = []
  return {
    woken,
    wake: (jobId) => {
      woken.push(jobId)
      return Promise.resolve()
    },
    drainDeadBlobs: () => Promise.resolve([...dead]),
  }
}

export function memoryChangeFeed(): ChangeFeed & { readonly published: Change[] } {
  const published: Change[] = []
  return {
    published,
    publish: (changes) => {
      published.push(...changes)
      return Promise.resolve()
    },
  }
}
