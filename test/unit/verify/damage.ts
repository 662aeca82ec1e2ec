import { expect } from 'vitest'
import { packJson, unpackJson } from '../../../shared/platform/azure/packed-json.ts'
import type { Cells, StoredRow } from '../../../shared/platform/azure/table.ts'
import type { TableName } from '../../doubles/test-context.ts'
import { endOf, type MemoryDeployment } from '../rebuild/deployment.ts'

export interface VerifyOutcome {
  readonly ok: boolean
  readonly checked: Record<string, number>
  readonly differences: Record<string, number>
  readonly first: readonly Record<string, unknown>[]
}

export async function verified(deployment: MemoryDeployment): Promise<VerifyOutcome> {
  deployment.advance(60_000)
  const job = await endOf(deployment, await deployment.start('verify'))
  expect(job).toMatchObject({ status: 'succeeded' })
  return job.result as unknown as VerifyOutcome
}

/** The kinds of difference that were found, with how many there are. */
export function kindsOf({ differences }: VerifyOutcome): Record<string, number> {
  return Object.fromEntries(Object.entries(differences).filter(([, count]) => count > 0))
}

export interface Place {
  readonly partition: string
  readonly row: StoredRow
}

export function rowsOf(
  { storage }: MemoryDeployment,
  table: TableName,
  isWanted: (row: StoredRow, body: Record<string, unknown>) => boolean,
): Place[] {
  return storage.tables[table]
    .rows()
    .filter(([, row]) => isWanted(row, bodyOf(row)))
    .map(([partition, row]) => ({ partition, row }))
}

export function bodyOf({ cells }: StoredRow): Record<string, unknown> {
  return 'body0' in cells ? (unpackJson(cells) as Record<string, unknown>) : {}
}

export function only(places: readonly Place[]): Place {
  const [place] = places
  if (place === undefined || places.length > 1) throw new Error(`${places.length} rows`)
  return place
}

export function activity(deployment: MemoryDeployment, messageId: string): Place {
  return only(rowsOf(deployment, 'identities', (_row, body) => body['messageId'] === messageId))
}

export async function remove(
  { storage }: MemoryDeployment,
  table: TableName,
  place: Place,
): Promise<void> {
  const { rowKey } = place.row
  await storage.tables[table].write(place.partition, [{ kind: 'delete', rowKey, etag: '*' }])
}

export async function put(
  { storage }: MemoryDeployment,
  table: TableName,
  place: { readonly partition: string; readonly rowKey: string; readonly cells: Cells },
): Promise<void> {
  await storage.tables[table].write(place.partition, [{ kind: 'upsert', ...place }])
}

export async function change(
  deployment: MemoryDeployment,
  table: TableName,
  { partition, row }: Place,
  members: Record<string, unknown>,
): Promise<void> {
  const cells = { ...row.cells, ...packJson({ ...bodyOf(row), ...members }) }
  await put(deployment, table, { partition, rowKey: row.rowKey, cells })
}
