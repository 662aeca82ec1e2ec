import type { LoggedBlob } from './event-log.ts'
import type { Tally } from './tally.ts'

/** A blob that this process has written to the log. */
export interface WrittenBlob {
  readonly blob: string
  readonly tally: Tally
  readonly content: Uint8Array
}

/** What this process has written to the log lately: whoever follows the log need not ask for it. */
export interface RecentWrites {
  note(written: WrittenBlob): void
  /** Those with a line received after a moment, oldest first. */
  since(time: number): LoggedBlob[]
  /** What is in one, as long as it is remembered. */
  content(blob: string): Uint8Array | undefined
}

export interface RecentWritesLimits {
  /** Of blobs, and of the bytes of the latest ones whose content is kept too. */
  readonly blobs: number
  readonly bytes: number
}

const usual: RecentWritesLimits = { blobs: 10_000, bytes: 4 * 1024 * 1024 }

export function createRecentWrites({ blobs, bytes }: RecentWritesLimits = usual): RecentWrites {
  const tallies = new Map<string, Tally>()
  const contents = new Map<string, Uint8Array>()
  let kept = 0
  const forget = (): void => {
    for (const blob of tallies.keys()) {
      if (tallies.size <= blobs) break
      tallies.delete(blob)
    }
    for (const [blob, { byteLength }] of contents) {
      if (kept <= bytes) break
      contents.delete(blob)
      kept -= byteLength
    }
  }
  return {
    note: ({ blob, tally, content }) => {
      tallies.set(blob, tally)
      contents.set(blob, content)
      kept += content.byteLength
      forget()
    },
    since: (time) =>
      [...tallies].flatMap(([blob, tally]) => (tally.last > time ? [{ blob, tally }] : [])),
    content: (blob) => contents.get(blob),
  }
}
