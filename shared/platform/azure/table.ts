/** What a column may hold here; bigger and richer values are packed as JSON (`packed-json.ts`). */
export type Cell = string | number | boolean | Uint8Array
export type Cells = Readonly<Record<string, Cell>>

export interface StoredRow {
  readonly rowKey: string
  readonly etag: string
  readonly cells: Cells
}

/** One operation of a transaction; `replace` and `delete` hold only for the given state. */
export type RowWrite =
  | { readonly kind: 'insert'; readonly rowKey: string; readonly cells: Cells }
  | { readonly kind: 'upsert'; readonly rowKey: string; readonly cells: Cells }
  | {
      readonly kind: 'replace'
      readonly rowKey: string
      readonly cells: Cells
      readonly etag: string
    }
  | { readonly kind: 'delete'; readonly rowKey: string; readonly etag: string }

export type WriteOutcome =
  | { readonly kind: 'written'; readonly etags: ReadonlyMap<string, string> }
  /** A row was there that must not be, was not there, or had changed; nothing was written. */
  | { readonly kind: 'conflict' }

export interface RowRange {
  /** Only row keys behind this one. */
  readonly after?: string
  /** Only row keys before this one. */
  readonly before?: string
  readonly top?: number
}

/** Where a row stands. */
export interface RowPlace {
  readonly partition: string
  readonly rowKey: string
}

export interface PlacedRow extends StoredRow, RowPlace {}

export interface AcrossRange {
  /** Only rows behind this one. */
  readonly after?: RowPlace | undefined
  readonly top: number
}

/**
 * The part of Table storage that Passerby uses: point reads, transactions in one partition, and
 * reading a partition, or all before one, in order. Everything else is built on it, so a double of it in a test can
 * fail at any call.
 */
export interface Table {
  get(
    partition: string,
    rowKey: string,
    columns?: readonly string[],
  ): Promise<StoredRow | undefined>
  /** Writes 1 to 100 rows of a partition, all or none. */
  write(partition: string, writes: readonly RowWrite[]): Promise<WriteOutcome>
  list(partition: string, range?: RowRange): Promise<StoredRow[]>
  /** Rows of all partitions before the given one, in order of partition and row key. */
  listBefore(partition: string, range: AcrossRange): Promise<PlacedRow[]>
}

/** The first text behind every text that starts with the prefix. */
export function behindPrefix(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
}
