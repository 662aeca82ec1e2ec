import type { EventLog } from '../collect/event-log.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { readLogLines } from '../unify/read-blob.ts'

/** A line of the log with the time of its receipt, in milliseconds. */
export interface RecentLine {
  readonly time: number
  readonly text: string
}

/** How much text of log blobs a process remembers, in characters. */
const mostText = 16 * 1024 * 1024

interface Remembered {
  readonly lines: Promise<readonly RecentLine[]>
  text: number
}

/** Log blobs never change, so what was read once stands; it goes with the log that it was read from. */
const remembered = new WeakMap<EventLog, Map<string, Remembered>>()

/**
 * The lines of a log blob, oldest first. The latest blobs are remembered: whoever follows the feed
 * asks for the same ones again and again. What cannot be read has no lines: unify refuses it,
 * where the reason is found.
 */
export async function recentLines(
  log: EventLog,
  blob: string,
  limit = mostText,
): Promise<readonly RecentLine[]> {
  const blobs = remembered.get(log) ?? new Map<string, Remembered>()
  remembered.set(log, blobs)
  const known = blobs.get(blob)
  if (known !== undefined) {
    // Back to the end: what is asked for most recently is forgotten last.
    blobs.delete(blob)
    blobs.set(blob, known)
    return known.lines
  }
  const entry: Remembered = { lines: readLines(log, blob), text: 0 }
  blobs.set(blob, entry)
  try {
    const lines = await entry.lines
    entry.text = lines.reduce((sum, { text }) => sum + text.length, 0)
    forget(blobs, limit)
    return lines
  } catch (error) {
    blobs.delete(blob)
    throw error
  }
}

function forget(blobs: Map<string, Remembered>, limit: number): void {
  let total = [...blobs.values()].reduce((sum, { text }) => sum + text, 0)
  for (const [blob, { text }] of blobs) {
    if (total <= limit) return
    blobs.delete(blob)
    total -= text
  }
}

async function readLines(log: EventLog, blob: string): Promise<readonly RecentLine[]> {
  try {
    const lines = await readLogLines(log, blob)
    return lines
      .flatMap((text) => {
        const time = timeOf(text)
        return time === undefined ? [] : [{ time, text }]
      })
      .sort((a, b) => a.time - b.time)
  } catch (error) {
    if (error instanceof TransientError) throw error
    return []
  }
}

/** Collect writes the time first; finding it there spares parsing calls that are only counted. */
const leadingTime = /^\{"receivedAt":"([^"]+)"/

function timeOf(line: string): number | undefined {
  const time = Date.parse(leadingTime.exec(line)?.[1] ?? '')
  return Number.isNaN(time) ? undefined : time
}
