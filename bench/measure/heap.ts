import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that are in use once garbage is collected, buffers included. */
export function liveBytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Bytes on the heap that some work needs, as far as it leaves them behind: all, if it is short. */
export async function bytesNeeded(work: () => Promise<unknown>): Promise<number> {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  await work()
  return Math.max(0, process.memoryUsage().heapUsed - before)
}

/** Bytes that a value takes, told from a copy. */
export function bytesOf(value: unknown): number {
  const before = liveBytes()
  const copy = structuredClone(value)
  const after = liveBytes()
  // Kept until here.
  return copy === undefined ? 0 : after - before
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What finalizers let go is collected the second time.
  collect()
  collect()
}
