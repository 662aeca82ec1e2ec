import { isFactLine, type EventLog } from '../collect/event-log.ts'
import type { Context } from '../workspace/context.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { readLogLines } from '../unify/read-blob.ts'

/** A line of the log with the time of its receipt, in milliseconds. */
export interface RecentLine {
  readonly time: number
  readonly text: string
}

type LinesSource = Pick<Context, 'eventLog' | 'recentWrites'>

/** How much of the log a process remembers: of its text in characters, and of its times. */
const limits = { text: 16 * 1024 * 1024, times: 1_000_000 }

export type MemoryLimits = typeof limits

/** What a remembered blob costs beside its content; an empty one must count too. */
const overhead = 200

/** Log blobs never change, so what was read once stands; it goes with the log that it was read from. */
interface Memory {
  readonly lines: Recent<readonly RecentLine[]>
  readonly times: Recent<readonly number[]>
}

const memories = new WeakMap<EventLog, Memory>()

function memoryOf(log: EventLog, { text, times }: MemoryLimits): Memory {
  const known = memories.get(log)
  if (known !== undefined) return known
  const memory = {
    lines: new Recent<readonly RecentLine[]>(text, sizeOfLines),
    times: new Recent<readonly number[]>(times, ({ length }) => length + overhead / 8),
  }
  memories.set(log, memory)
  return memory
}

function sizeOfLines(lines: readonly RecentLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length + overhead, overhead)
}

/**
 * The lines of a log blob, oldest first. The latest blobs are remembered: whoever follows the feed
 * asks for the same ones again and again. What cannot be read has no lines: unify refuses it,
 * where the reason is found.
 */
export function recentLines(
  source: LinesSource,
  blob: string,
  most: MemoryLimits = limits,
): Promise<readonly RecentLine[]> {
  const { lines } = memoryOf(source.eventLog, most)
  return lines.get(blob, () => readLines(source, blob))
}

/** Only the times of the calls of a log blob: of far more blobs than fit with their text. */
export function recentTimes(
  source: LinesSource,
  blob: string,
  most: MemoryLimits = limits,
): Promise<readonly number[]> {
  const { times } = memoryOf(source.eventLog, most)
  const read = async () => {
    const calls = (await recentLines(source, blob, most)).filter(({ text }) => !isFactLine(text))
    return calls.map(({ time }) => time)
  }
  return times.get(blob, read)
}

/** Remembers values by name up to a size; what was asked for longest ago is forgotten first. */
class Recent<T> {
  readonly #entries = new Map<string, { readonly value: Promise<T>; size: number }>()
  readonly #limit: number
  readonly #sizeOf: (value: T) => number
  #total = 0

  constructor(limit: number, sizeOf: (value: T) => number) {
    this.#limit = limit
    this.#sizeOf = sizeOf
  }

  /** Reads once for all who ask at the same time; a failure is not remembered. */
  async get(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(name)
    if (known !== undefined) {
      this.#entries.delete(name)
      this.#entries.set(name, known)
      return known.value
    }
    const entry = { value: read(), size: 0 }
    this.#entries.set(name, entry)
    try {
      const value = await entry.value
      this.#note(name, entry, this.#sizeOf(value))
      return value
    } catch (error) {
      this.#entries.delete(name)
      throw error
    }
  }

  /** It may have been forgotten while it was read. */
  #note(name: string, entry: { size: number }, size: number): void {
    if (this.#entries.get(name) !== entry) return
    entry.size = size
    this.#total += size
    this.#forget()
  }

  #forget(): void {
    for (const [name, { size }] of this.#entries) {
      if (this.#total <= this.#limit) return
      this.#entries.delete(name)
      this.#total -= size
    }
  }
}

async function readLines(
  { eventLog, recentWrites }: LinesSource,
  blob: string,
): Promise<readonly RecentLine[]> {
  const written = recentWrites.content(blob)
  const log = { read: written === undefined ? eventLog.read : () => Promise.resolve(written) }
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

/**
 * Collect writes the time first; finding it there spares parsing calls that are only counted. What
 * is no call (a fact of a steward) has no place among them.
 */
const leadingTime = /^\{"receivedAt":"([^"]+)","source":"(?:[^"\\]|\\.)*","call":/

function timeOf(line: string): number | undefined {
  const time = Date.parse(leadingTime.exec(line)?.[1] ?? '')
  return Number.isNaN(time) ? undefined : time
}
