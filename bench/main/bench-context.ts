import { createGroupCommit } from '../../shared/collect/group-commit.ts'
import type { WrittenBlob } from '../../shared/collect/recent-writes.ts'
import { defaultNamespaces } from '../../shared/identity/namespace-definition.ts'
import { mostMoments } from '../../shared/identity/fold-events.ts'
import { createNamespaces } from '../../shared/identity/namespaces.ts'
import { noAttributeRules } from '../../shared/profiles/attribute-rules.ts'
import { lazyPhones } from '../../shared/identity/phone-number.ts'
import { createNodeIdOf } from '../../shared/identity/node-id.ts'
import { azureTable } from '../../shared/platform/azure/azure-table.ts'
import { blobArchiveStore } from '../../shared/platform/azure/blob-archive-store.ts'
import { blobEventLog } from '../../shared/platform/azure/blob-event-log.ts'
import { connectStorage } from '../../shared/platform/azure/storage-clients.ts'
import { tableStores } from '../../shared/platform/azure/table-stores.ts'
import type { Table } from '../../shared/platform/azure/table.ts'
import { createNewId } from '../../shared/platform/ids/new-id.ts'
import { silentLogger } from '../../shared/platform/telemetry/logger.ts'
import type { UnifyBlobsContext } from '../../shared/unify/unify-blobs.ts'
import type { Context } from '../../shared/workspace/context.ts'
import { defaultIdentitySettings } from '../../shared/identity/identity-settings.ts'
import { createCounter, type Counter } from '../measure/counter.ts'
import {
  countedArchive,
  countedChangeFeed,
  countedEventLog,
  countedTable,
} from './counted-stores.ts'

/** What collect, unify and look-ups need, on real storage, every request counted. */
export interface BenchContext extends UnifyBlobsContext, Pick<Context, 'newId' | 'groupCommit'> {
  readonly counter: Counter
  /** Names of the blobs written since the last time. */
  takeWritten(): string[]
}

const root = '6ba7b810-9dad-41d1-80b4-00c04fd430c8'

/**
 * A context of this process. With the prefix '' it works on the tables and the log of the runtime,
 * with another one on its own, which `createBenchTables` makes.
 */
export function benchContext(connectionString: string, prefix: string): BenchContext {
  const storage = connectStorage(connectionString)
  const counter = createCounter()
  const table = (name: string): Table =>
    countedTable(azureTable(storage.table(`${prefix}${name}`)), name, counter)
  const now = Date.now
  const newId = createNewId(now)
  const eventLog = countedEventLog(blobEventLog(storage.container(`${prefix}events`)), counter)
  let written: string[] = []
  const onWritten = ({ blob }: WrittenBlob): void => void written.push(blob)
  return {
    now,
    newId,
    logger: silentLogger,
    ...tableStores({ table, now, newId }),
    identity: defaultIdentitySettings,
    // What a worker reads once a batch counts here too.
    isCurrent: async () => {
      await table('workspace').get('current', 'pointer')
      return true
    },
    mostMoments,
    attributeRules: noAttributeRules,
    namespaces: createNamespaces(defaultNamespaces, { phones: lazyPhones() }),
    nodeIdOf: createNodeIdOf(root),
    eventLog,
    groupCommit: createGroupCommit({ log: eventLog, now, newId, onWritten }),
    changeFeed: countedChangeFeed(counter),
    archiveStore: countedArchive(blobArchiveStore(storage.container(`${prefix}archive`)), counter),
    counter,
    takeWritten: () => {
      const taken = written
      written = []
      return taken
    },
  }
}

const tables = [
  'identities',
  'messages',
  'profiles',
  'members',
  'receipts',
  'rejects',
  'metrics',
  'workspace',
  'due',
]

/** Makes the tables and the container of a prefix. */
export async function createBenchTables(connectionString: string, prefix: string): Promise<void> {
  const storage = connectStorage(connectionString)
  for (const name of ['events', 'archive']) {
    await storage.container(`${prefix}${name}`).createIfNotExists()
  }
  for (const name of tables) await storage.table(`${prefix}${name}`).createTable()
}
