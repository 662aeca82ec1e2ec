import { deflateSync, inflateSync } from 'node:zlib'
import { canonicalJson } from '../ids/canonical-json.ts'
import type { Cells } from './table.ts'

/** A column takes 64 KiB; Azurite counts a little more than the value. */
const chunkBytes = 60 * 1024
/** What is longer is deflated: long bodies are lists that repeat themselves. */
const mostPlainBytes = 8 * 1024
/** The first byte of deflated data (RFC 1950); no JSON begins with it. */
const deflatedMark = 0x78

/** A value as canonical JSON in as many binary columns (`body0`, `body1` …) as it needs. */
export function packJson(value: unknown): Cells {
  const plain = Buffer.from(canonicalJson(value), 'utf8')
  const bytes = plain.length > mostPlainBytes ? deflateSync(plain, { level: 3 }) : plain
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
  const bytes = Buffer.concat(chunks)
  const plain = bytes[0] === deflatedMark ? inflateSync(bytes) : bytes
  return JSON.parse(plain.toString('utf8'))
}
