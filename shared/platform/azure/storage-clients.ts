import { TableServiceClient, TableClient } from '@azure/data-tables'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import storage from '../../../infra/storage.json' with { type: 'json' }
import { mapLimited } from '../async/map-limited.ts'
import { ConfigError } from '../errors/errors.ts'
import { statusOf } from './storage-error.ts'

/** Storage as Passerby uses it: its tables and containers by name. */
export interface StorageClients {
  table(name: string): TableClient
  container(name: string): ContainerClient
  /** Creates what `infra/storage.json` lists; on a deployment Bicep has done that. */
  createAll(): Promise<void>
  /** Creates tables at run time; those that are there stay. */
  createTables(names: readonly string[]): Promise<void>
  /** Deletes tables with all that is in them. */
  dropTables(names: readonly string[]): Promise<void>
}

/** Few and short tries: the caller, or the queue, tries again. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 1000 }

export function connectStorage(connectionString: string): StorageClients {
  try {
    return connect(connectionString)
  } catch (error) {
    const message = 'PASSERBY_STORAGE is no storage connection string.'
    throw new ConfigError({ code: 'InvalidSettings', message, cause: error })
  }
}

function connect(connectionString: string): StorageClients {
  const options = { allowInsecureConnection: true, retryOptions }
  const tables = TableServiceClient.fromConnectionString(connectionString, options)
  const blobs = BlobServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 4, retryDelayInMs: 100, maxRetryDelayInMs: 1000 },
  })
  const createTables = async (names: readonly string[]): Promise<void> => {
    // The client takes one that is there for created.
    await mapLimited(names, 4, (name) => ignoringExisting(() => tables.createTable(name)))
  }
  return {
    table: (name) => TableClient.fromConnectionString(connectionString, name, options),
    container: (name) => blobs.getContainerClient(name),
    createAll: async () => {
      await mapLimited(storage.containers, 4, (name) =>
        ignoringExisting(() => blobs.createContainer(name)),
      )
      await createTables(storage.tables)
    },
    createTables,
    dropTables: async (names) => {
      // The client takes one that is not there for deleted.
      await mapLimited(names, 4, (name) => tables.deleteTable(name))
    },
  }
}

async function ignoringExisting(create: () => Promise<unknown>): Promise<void> {
  try {
    await create()
  } catch (error) {
    if (statusOf(error) !== 409) throw error
  }
}
