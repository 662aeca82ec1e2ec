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
