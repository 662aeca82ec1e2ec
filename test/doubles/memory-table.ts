import { ValidationError } from '../../shared/platform/errors/errors.ts'
import type {
  AcrossRange,
  Cells,
  PlacedRow,
  RowRange,
  RowWrite,
  StoredRow,
  Table,
} from '../../shared/platform/azure/table.ts'

export type MemoryTable = Table & { readonly rows: () => [string, StoredRow][] }

/** Table storage in memory, with the semantics that the stores rely on; empty, or a copy. */
export function memoryTable(original?: MemoryTable): MemoryTable {
  const partitions = new Map<string, Map<string, StoredRow>>()
  let writes = 0

  const rowsOf = (partition: string): Map<string, StoredRow> => {
    const rows = partitions.get(partition) ?? new Map<string, StoredRow>()
    partitions.set(partition, rows)
    return rows
  }
  for (const [partition, row] of original?.rows() ?? []) {
    rowsOf(partition).set(row.rowKey, row)
    writes = Math.max(writes, Number(/\d+/.exec(row.etag)?.[0]))
  }
  const allRows = (): [string, StoredRow][] =>
    [...partitions].flatMap(([partition, rows]) =>
      [...rows.values()].map((row): [string, StoredRow] => [partition, row]),
    )
  return {
    get: (partition, rowKey) => Promise.resolve(rowsOf(partition).get(rowKey)),
    write: (partition, operations) => {
      const rows = rowsOf(partition)
      checkTransaction(operations)
      if (operations.some((write) => conflicts(rows.get(write.rowKey), write))) {
        return Promise.resolve({ kind: 'conflict' })
      }
      const etags = new Map<string, string>()
      for (const write of operations) {
        if (write.kind === 'delete') {
          rows.delete(write.rowKey)
          continue
        }
        const etag = `W/"${++writes}"`
        rows.set(write.rowKey, { rowKey: write.rowKey, etag, cells: copyCells(write.cells) })
        etags.set(write.rowKey, etag)
      }
      return Promise.resolve({ kind: 'written', etags })
    },
    list: (partition, range = {}) => Promise.resolve(inRange(rowsOf(partition), range)),
    listBefore: (partition, range) => Promise.resolve(before(partition, allRows(), range)),
    rows: allRows,
  }
}

function conflicts(row: StoredRow | undefined, write: RowWrite): boolean {
  switch (write.kind) {
    case 'insert':
      return row !== undefined
    case 'upsert':
      return false
    case 'replace':
    case 'delete':
      return row === undefined || (write.etag !== '*' && write.etag !== row.etag)
  }
}

/** What the service refuses outright is a mistake of the caller. */
function checkTransaction(operations: readonly RowWrite[]): void {
  const keys = new Set(operations.map(({ rowKey }) => rowKey))
  if (operations.length < 1 || operations.length > 100) {
    throw new Error(`a transaction has 1 to 100 operations, not ${operations.length}`)
  }
  if (keys.size < operations.length) throw new Error('a row stands twice in a transaction')
  const sizes = operations.map((write) => (write.kind === 'delete' ? 0 : sizeOf(write.cells)))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (Math.max(...sizes) > mebibyte || (total * 4) / 3 > 4 * mebibyte) {
    throw new ValidationError({ code: 'RowRefused', message: 'A row or transaction is too large.' })
  }
}

const mebibyte = 1024 * 1024

function sizeOf(cells: Cells): number {
  return Object.values(cells).reduce<number>(
    (sum, cell) => sum + (cell instanceof Uint8Array ? cell.byteLength : String(cell).length * 2),
    0,
  )
}

function inRange(rows: ReadonlyMap<string, StoredRow>, range: RowRange): StoredRow[] {
  const { after, before, top } = range
  return [...rows.values()]
    .filter(({ rowKey }) => after === undefined || rowKey > after)
    .filter(({ rowKey }) => before === undefined || rowKey < before)
    .sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
    .slice(0, top)
}

function before(
  end: string,
  rows: readonly [string, StoredRow][],
  { after, top }: AcrossRange,
): PlacedRow[] {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return rows
    .map(([partition, row]) => ({ ...row, partition }))
    .filter(({ partition }) => partition < end)
    .filter(
      ({ partition, rowKey }) =>
        after === undefined ||
        (compare(partition, after.partition) || compare(rowKey, after.rowKey)) > 0,
    )
    .sort((a, b) => compare(a.partition, b.partition) || compare(a.rowKey, b.rowKey))
    .slice(0, top)
}

function copyCells(cells: Cells): Cells {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [
      name,
      cell instanceof Uint8Array ? Uint8Array.from(cell) : cell,
    ]),
  )
}
