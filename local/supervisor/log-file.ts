import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
} from 'node:fs'

const largestBytes = 20 * 1024 * 1024
const checkEveryMs = 60_000

/** Keeps a log file that a process writes from filling the disk, until it is closed. */
export interface LogFile {
  /** The descriptor that the process gets. */
  readonly descriptor: number
  /** Closes the descriptor of this process, once the other has its own. */
  release(): void
  close(): void
}

/** Opens a log for a process; what is older than the last 20 MiB or so is left out in time. */
export function openLogFile(path: string): LogFile {
  const descriptor = openSync(path, 'a')
  rotate(path)
  const timer = setInterval(() => rotate(path), checkEveryMs).unref()
  return { descriptor, release: () => closeSync(descriptor), close: () => clearInterval(timer) }
}

/**
 * The writer appends, so it goes on at the start of the file once that is cut. What it writes while
 * the file is copied is taken along; only what comes between the two last steps is lost.
 */
export function rotate(path: string, limit = largestBytes): void {
  try {
    const { size } = statSync(path)
    if (size < limit) return
    copyFileSync(path, `${path}.1`)
    appendFileSync(`${path}.1`, readFileSync(path).subarray(statSync(`${path}.1`).size))
    truncateSync(path)
  } catch {
    // A full disk, or a file that somebody took away: logging must not stop the runtime.
  }
}
