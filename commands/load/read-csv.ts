import { pipeline, type Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { mapRow, type Mapping } from './mapping.ts'
import type { SourceRecord } from './source-record.ts'
import { splitLines } from './split-lines.ts'

/** The first line of a CSV file. */
export interface CsvHeader {
  readonly columns: readonly string[]
  readonly delimiter: string
}

const longestHeader = 1024 * 1024
const delimiters = [',', ';', '\t']

/** Reads the column names; the most frequent delimiter outside quotes is the file's. */
export async function readHeader(content: Readable): Promise<CsvHeader> {
  for await (const line of splitLines(content as AsyncIterable<Buffer>, longestHeader)) {
    const text = 'text' in line ? line.text.replace(/^\uFEFF/, '') : ''
    const bare = text.replace(/"[^"]*"/g, '')
    const count = (delimiter: string): number => bare.split(delimiter).length
    const delimiter = delimiters.toSorted((a, b) => count(b) - count(a))[0] ?? ','
    const rows = await parse(text, { delimiter, trim: true }).toArray()
    return { columns: (rows[0] as string[] | undefined) ?? [], delimiter }
  }
  return { columns: [], delimiter: ',' }
}

/** Reads one call a row below the header. */
export async function* readCsv(
  content: Readable,
  { columns, delimiter }: CsvHeader,
  mapping: Mapping,
): AsyncGenerator<SourceRecord> {
  // Lenient about quotes: a quote that is out of place is part of the value.
  const parser = parse({
    ...{ delimiter, bom: true, from: 2, info: true, ltrim: true },
    ...{ relax_quotes: true, relax_column_count: true, skip_empty_lines: true },
  })
  const rows = pipeline(content, parser, () => undefined) as AsyncIterable<CsvRow>
  let index = 0
  for await (const { record, info } of rows) {
    index += 1
    const cells = columns.map((name, column): [string, string] => [
      name,
      (record[column] ?? '').trim(),
    ])
    const mapped = mapRow(mapping, Object.fromEntries(cells))
    yield { index, line: info.lines, content: { kind: 'call', ...mapped } }
  }
}

interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}
