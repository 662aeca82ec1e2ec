import { azureTable } from '../../shared/platform/azure/azure-table.ts'
import { tableName } from '../../shared/platform/azure/context-at.ts'
import { connectStorage } from '../../shared/platform/azure/storage-clients.ts'
import type { StoredRow } from '../../shared/platform/azure/table.ts'
import type { Stored } from '../doubles/canonical-state.ts'

const names = ['identities', 'messages', 'profiles', 'members'] as const

type StoredName = (typeof names)[number]

/** Behind every partition there is. */
const lastPartition = '~'

/** All rows of the tables of a generation, as they are now. */
export async function storedTables(
  connectionString: string,
  generation = 0,
): Promise<Stored<StoredName>> {
  const storage = connectStorage(connectionString)
  const rowsOf = async (name: StoredName): Promise<(readonly [string, StoredRow])[]> => {
    const table = azureTable(storage.table(tableName(name, generation)))
    const placed = await table.listBefore(lastPartition, { top: Infinity })
    return placed.map((row) => [row.partition, row] as const)
  }
  const rows = new Map<StoredName, readonly (readonly [string, StoredRow])[]>()
  for (const name of names) rows.set(name, await rowsOf(name))
  const stored = (name: StoredName) => ({ rows: () => rows.get(name) ?? [] })
  return {
    tables: {
      identities: stored('identities'),
      messages: stored('messages'),
      profiles: stored('profiles'),
      members: stored('members'),
    },
  }
}
