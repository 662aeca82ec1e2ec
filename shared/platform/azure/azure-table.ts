import type { TableClient, TableEntityResult, TransactionAction } from '@azure/data-tables'
import { TransientError, ValidationError } from '../errors/errors.ts'
import { codeOf, statusOf } from './storage-error.ts'
import type {
  AcrossRange,
  Cell,
  Cells,
  PlacedRow,
  RowRange,
  RowWrite,
  StoredRow,
  Table,
  WriteOutcome,
} from './table.ts'

type RawEntity = TableEntityResult<Record<string, unknown>>

/** Table storage through the SDK. */
export function azureTable(client: TableClient): Table {
  return {
    get: async (partition, rowKey, columns) => {
      try {
        const options =
          columns === undefined ? {} : { queryOptions: { select: [...columns, 'RowKey'] } }
        return storedRow(await client.getEntity(partition, rowKey, options))
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw translate(error, client.tableName)
      }
    },
    write: async (partition, writes) => {
      try {
        const [only, ...more] = writes
        if (only === undefined) return { kind: 'written', etags: new Map() }
        if (more.length === 0) return await writeOne(client, partition, only)
        return await writeAll(client, partition, writes)
      } catch (error) {
        if (isConflict(error, writes)) return { kind: 'conflict' }
        throw translate(error, client.tableName)
      }
    },
    list: async (partition, range = {}) => {
      try {
        return await listRows(client, partition, range)
      } catch (error) {
        throw translate(error, client.tableName)
      }
    },
    listBefore: async (partition, range) => {
      try {
        return await listAcross(client, partition, range)
      } catch (error) {
        throw translate(error, client.tableName)
      }
    },
  }
}

/** A row that should be there and is not conflicts; a table that is missing is a fault. */
function isConflict(error: unknown, writes: readonly RowWrite[]): boolean {
  const status = statusOf(error)
  if (status === 409 || status === 412) return true
  const needsRows = writes.some(({ kind }) => kind === 'replace' || kind === 'delete')
  return status === 404 && needsRows && codeOf(error) !== 'TableNotFound'
}

async function writeOne(
  client: TableClient,
  partition: string,
  write: RowWrite,
): Promise<WriteOutcome> {
  const { etag } = await send(client, partition, write)
  return { kind: 'written', etags: new Map(etag === undefined ? [] : [[write.rowKey, etag]]) }
}

async function send(
  client: TableClient,
  partition: string,
  write: RowWrite,
): Promise<{ etag?: string | undefined }> {
  switch (write.kind) {
    case 'insert':
      return client.createEntity(entityOf(partition, write))
    case 'upsert':
      return client.upsertEntity(entityOf(partition, write), 'Replace')
    case 'replace':
      return client.updateEntity(entityOf(partition, write), 'Replace', { etag: write.etag })
    case 'delete':
      await client.deleteEntity(partition, write.rowKey, { etag: write.etag })
      return {}
  }
}

async function writeAll(
  client: TableClient,
  partition: string,
  writes: readonly RowWrite[],
): Promise<WriteOutcome> {
  const result = await client.submitTransaction(
    writes.map((write) => transactionAction(partition, write)),
  )
  // Only the answer to an insert names its row, so `getResponseForEntity` finds no other; the
  // answers come in the order of the writes.
  const etags = new Map<string, string>()
  writes.forEach(({ rowKey }, index) => {
    const etag = result.subResponses[index]?.etag
    if (etag !== undefined) etags.set(rowKey, etag)
  })
  return { kind: 'written', etags }
}

function transactionAction(partition: string, write: RowWrite): TransactionAction {
  switch (write.kind) {
    case 'insert':
      return ['create', entityOf(partition, write)]
    case 'upsert':
      return ['upsert', entityOf(partition, write), 'Replace']
    case 'replace':
      // The SDK ignores an ETag inside the entity: as the fourth element it holds.
      return ['update', entityOf(partition, write), 'Replace', { etag: write.etag }]
    case 'delete':
      return ['delete', { partitionKey: partition, rowKey: write.rowKey }]
  }
}

function entityOf(
  partitionKey: string,
  write: { rowKey: string; cells: Cells },
): { partitionKey: string; rowKey: string } & Record<string, Cell> {
  return { ...write.cells, partitionKey, rowKey: write.rowKey }
}

async function listRows(
  client: TableClient,
  partition: string,
  { after, before, top }: RowRange,
): Promise<StoredRow[]> {
  const conditions = [`PartitionKey eq ${quote(partition)}`]
  if (after !== undefined && after !== '') conditions.push(`RowKey gt ${quote(after)}`)
  if (before !== undefined) conditions.push(`RowKey lt ${quote(before)}`)
  return query(client, { conditions, top }, storedRow)
}

async function listAcross(
  client: TableClient,
  before: string,
  { after, top }: AcrossRange,
): Promise<PlacedRow[]> {
  const conditions = [`PartitionKey lt ${quote(before)}`]
  if (after !== undefined) {
    const [partition, rowKey] = [quote(after.partition), quote(after.rowKey)]
    const inside = `(PartitionKey eq ${partition} and RowKey gt ${rowKey})`
    conditions.push(`PartitionKey ge ${partition}`, `(PartitionKey gt ${partition} or ${inside})`)
  }
  return query(client, { conditions, top }, (entity) => ({
    ...storedRow(entity),
    partition: entity.partitionKey ?? '',
  }))
}

/** Rows that fulfil all conditions, in order, up to `top` of them. */
async function query<R>(
  client: TableClient,
  { conditions, top }: { readonly conditions: readonly string[]; readonly top: number | undefined },
  read: (entity: RawEntity) => R,
): Promise<R[]> {
  const entities = client.listEntities({ queryOptions: { filter: conditions.join(' and ') } })
  const rows: R[] = []
  for await (const page of entities.byPage({ maxPageSize: Math.min(top ?? 1000, 1000) })) {
    for (const entity of page) rows.push(read(entity))
    if (top !== undefined && rows.length >= top) return rows.slice(0, top)
  }
  return rows
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function storedRow(entity: RawEntity): StoredRow {
  const cells: Record<string, Cell> = {}
  for (const [name, value] of Object.entries(entity)) {
    if (isCell(value)) cells[name] = value
  }
  return { rowKey: entity.rowKey ?? '', etag: entity.etag, cells }
}

function isCell(value: unknown): value is Cell {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value instanceof Uint8Array
  )
}

/** 400 and 413 will not pass later either: the row is too large. All else may. */
function translate(error: unknown, table: string): Error {
  const status = statusOf(error)
  if (status === 400 || status === 413) {
    const message = `A row of table ${table} was refused (${status}); it may be too large.`
    return new ValidationError({ code: 'RowRefused', message, cause: error })
  }
  const message = `Table ${table} did not answer as it should.`
  return new TransientError({ code: 'StorageUnavailable', message, cause: error })
}
