import { readNdjson } from '../load/read-ndjson.ts'
import { describeFile } from '../load/source-file.ts'
import { openBytes } from '../load/open-bytes.ts'
import type { Call } from '../load/source-record.ts'

/** The sample shop's calls, in the order of their times. */
export interface Tape {
  readonly calls: readonly Call[]
  /** Times of the first and the last call, in milliseconds. */
  readonly first: number
  readonly last: number
}

/** Reads the sample shop. */
export async function readTape(file: string): Promise<Tape> {
  const calls: Call[] = []
  const source = await describeFile(file)
  for await (const { content } of readNdjson(openBytes(source, () => undefined))) {
    if (content.kind === 'call') calls.push(content.call)
  }
  const times = calls.map(({ timestamp }) => Date.parse(String(timestamp)))
  return { calls, first: Math.min(...times), last: Math.max(...times) }
}
