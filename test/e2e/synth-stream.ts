import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sharedFolder } from '../setup/shared-data.ts'

export interface StreamCall {
  readonly messageId: string
  readonly anonymousId?: string
  readonly userId?: string
  readonly [name: string]: unknown
}

/** The synthetic stream in arrival order, as an import of history: without `sentAt`. */
export async function readStream(lines = Infinity): Promise<StreamCall[]> {
  const file = path.join(sharedFolder, 'data/synth-stream-dev/events.jsonl.gz')
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, lines)
    .map((line) => {
      const { sentAt: _sentAt, ...call } = JSON.parse(line) as StreamCall & { sentAt?: string }
      return call
    })
}

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const item = result[last] as T
    result[last] = result[other] as T
    result[other] = item
  }
  return result
}
