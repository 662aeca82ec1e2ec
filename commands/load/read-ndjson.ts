import { splitLines, type Line } from './split-lines.ts'
import type { Call, SourceRecord } from './source-record.ts'

const longestLine = 8 * 1024 * 1024
const byteOrderMark = '\uFEFF'

/** Reads one call a line; blank lines count, but give no record. */
export async function* readNdjson(chunks: AsyncIterable<Buffer>): AsyncGenerator<SourceRecord> {
  let index = 0
  for await (const line of splitLines(chunks, longestLine)) {
    index += 1
    const content = parseLine(line, index === 1)
    if (content !== undefined) yield { index, line: index, content }
  }
}

function parseLine(line: Line, isFirst: boolean): SourceRecord['content'] | undefined {
  if ('tooLong' in line) {
    const message = `The line has ${line.tooLong} bytes; an event may have 32 KiB.`
    return { kind: 'refused', note: { code: 'EventTooLarge', message } }
  }
  const text = isFirst && line.text.startsWith(byteOrderMark) ? line.text.slice(1) : line.text
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (isCall(value)) return { kind: 'call', call: value }
    return invalid('The line is JSON, but no object; a line must be one call.')
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error))
  }
}

function invalid(message: string): SourceRecord['content'] {
  return { kind: 'refused', note: { code: 'InvalidJson', message } }
}

function isCall(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
