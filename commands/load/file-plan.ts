import { LoadError } from './load-error.ts'
import { mappingExample } from './help.ts'
import { columnsOf, sampleMapping, type Mapping } from './mapping.ts'
import { openBytes } from './open-bytes.ts'
import { readCsv, readHeader, type CsvHeader } from './read-csv.ts'
import { readNdjson } from './read-ndjson.ts'
import { describeFile, type SourceFile } from './source-file.ts'
import type { SourceRecord } from './source-record.ts'

/** A file and how to read calls from it. */
export interface FilePlan {
  readonly file: SourceFile
  /** Reads from the start; `onRead` learns of every piece read from the disk. */
  read(onRead: (bytes: number) => void): AsyncGenerator<SourceRecord>
}

/** Looks into a file before anything is sent; throws a LoadError when it cannot be loaded. */
export async function planFile(path: string, mapping: Mapping | undefined): Promise<FilePlan> {
  const file = await describeFile(path)
  if (file.format === 'ndjson') {
    return { file, read: (onRead) => readNdjson(openBytes(file, onRead)) }
  }
  const header = await readHeader(openBytes(file, () => undefined))
  const used = mapping ?? sampleMapping
  const missing = columnsOf(used).filter((column) => !header.columns.includes(column))
  if (missing.length > 0) throw new LoadError(missingLine(file, { header, mapping, missing }))
  return { file, read: (onRead) => readCsv(openBytes(file, onRead), header, used) }
}

function missingLine(
  file: SourceFile,
  found: { header: CsvHeader; mapping: Mapping | undefined; missing: readonly string[] },
): string {
  const columns = `It has: ${found.header.columns.join(', ')}.`
  if (found.mapping !== undefined) {
    return `${file.name} has no column ${found.missing.join(', ')} of the mapping. ${columns}`
  }
  return (
    `${file.name} needs a mapping from its columns to calls. ${columns}\n` +
    `Give one with --map FILE, for example:\n${mappingExample}`
  )
}
