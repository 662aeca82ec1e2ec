import { canonicalJson } from '../ids/canonical-json.ts'
import type { Cells } from './table.ts'

/** A column takes 64 KiB; Azurite counts a little more than the value. */
const chunkBytes = 60 * 1024

/** A value as canonical JSON in as many binary columns (`body0`, `body1` …) as it needs. */
export function packJson(value: unknown): Cells {
  const bytes = Buffer.from(canonicalJson(value), 'utf8')
  const cells: Record<string, Uint8Array> = {}
  for (let index = 0; index * chunkBytes < bytes.length; index += 1) {
    cells[`body${index}`] = bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes)
  }
  return cells
}

/** The value that `packJson` packed. */
export function unpackJson(cells: Cells): unknown {
  const chunks: Uint8Array[] = []
  for (let index = 0; ; index += 1) {
    const chunk = cells[`body${index}`]
    if (!(chunk instanceof Uint8Array)) break
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
