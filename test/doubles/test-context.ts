import { createGroupCommit } from '../../shared/collect/group-commit.ts'
import { createRecentWrites } from '../../shared/collect/recent-writes.ts'
import type { EventLog } from '../../shared/collect/event-log.ts'
import { mostMoments } from '../../shared/identity/fold-events.ts'
import { createNamespaces } from '../../shared/identity/namespaces.ts'
import { defaultNamespaces } from '../../shared/identity/namespace-definition.ts'
import { lazyPhones } from '../../shared/identity/phone-number.ts'
import { createNodeIdOf } from '../../shared/identity/node-id.ts'
import { tableWorkspaceStore } from '../../shared/platform/azure/table-workspace-store.ts'
import { initialWorkspace } from '../../shared/workspace/workspace.ts'
import { memoryDocuments } from './memory-documents.ts'
import { tableStores } from '../../shared/platform/azure/table-stores.ts'
import type { Table } from '../../shared/platform/azure/table.ts'
import { silentLogger } from '../../shared/platform/telemetry/logger.ts'
import { createNewId } from '../../shared/platform/ids/new-id.ts'
import { noAttributeRules } from '../../shared/profiles/attribute-rules.ts'
import type { Context } from '../../shared/workspace/context.ts'
import { defaultIdentitySettings } from '../../shared/identity/identity-settings.ts'
import type { ArchiveStore } from '../../shared/profiles/archive-store.ts'
import { memoryArchiveStore } from './memory-archive-store.ts'
import { memoryEventLog } from './memory-event-log.ts'
import { memoryChangeFeed, memoryEventQueue, memoryJobQueue } from './memory-queues.ts'
import { memoryTable } from './memory-table.ts'

const tableNames = [
  'identities',
  'messages',
  'profiles',
  'members',
  'runs',
  'receipts',
  'rejects',
  'metrics',
  'workspace',
  'corrections',
  'due',
] as const

export type TableName = (typeof tableNames)[number]

/** All storage of one deployment in memory; several contexts may share it, as hosts do. */
export interface MemoryStorage {
  readonly tables: Record<TableName, ReturnType<typeof memoryTable>>
  readonly eventLog: ReturnType<typeof memoryEventLog>
  readonly eventQueue: ReturnType<typeof memoryEventQueue>
  readonly jobQueue: ReturnType<typeof memoryJobQueue>
  readonly changeFeed: ReturnType<typeof memoryChangeFeed>
  readonly documents: ReturnType<typeof memoryDocuments>
  readonly archiveStore: ReturnType<typeof memoryArchiveStore>
}

export function memoryStorage(): MemoryStorage {
  const entries = tableNames.map((name) => [name, memoryTable()] as const)
  return {
    tables: Object.fromEntries(entries) as MemoryStorage['tables'],
    eventLog: memoryEventLog(),
    eventQueue: memoryEventQueue(),
    jobQueue: memoryJobQueue(),
    changeFeed: memoryChangeFeed(),
    documents: memoryDocuments(),
    archiveStore: memoryArchiveStore(),
  }
}

/** Storage with the same rows and archive; all else, the log too, is empty. */
export function copyStorage({ tables, archiveStore }: MemoryStorage): MemoryStorage {
  const entries = tableNames.map((name) => [name, memoryTable(tables[name])] as const)
  return {
    ...memoryStorage(),
    tables: Object.fromEntries(entries) as MemoryStorage['tables'],
    archiveStore: memoryArchiveStore(archiveStore.blobs),
  }
}

/** Wraps every part of storage that a context talks to; the way to count, delay or fail calls. */
export interface StorageWrap {
  readonly table?: (table: Table, name: TableName) => Table
  readonly eventLog?: (log: EventLog) => EventLog
  readonly changeFeed?: (feed: Context['changeFeed']) => Context['changeFeed']
  readonly archiveStore?: (store: ArchiveStore) => ArchiveStore
}

export const testRoot = '6ba7b810-9dad-41d1-80b4-00c04fd430c8'
/** 2026-03-01T12:00:00Z; tests move on from here. */
export const testNow = Date.UTC(2026, 2, 1, 12)

export interface TestContext extends Context {
  /** Moves the clock on, in milliseconds. */
  readonly advance: (ms: number) => void
}

export function testContext(
  storage: MemoryStorage = memoryStorage(),
  wrap: StorageWrap = {},
): TestContext {
  let time = testNow
  const now = (): number => time
  const newId = createNewId(now)
  const table = (name: TableName): Table =>
    wrap.table?.(storage.tables[name], name) ?? storage.tables[name]
  const recentWrites = createRecentWrites()
  const eventLog = wrap.eventLog?.(storage.eventLog) ?? storage.eventLog
  return {
    now,
    advance: (ms) => {
      time += ms
    },
    newId,
    logger: silentLogger,
    ...tableStores({ table: (name) => table(name as TableName), now, newId }),
    identity: defaultIdentitySettings,
    identityVersion: 1,
    workspace: initialWorkspace(testNow),
    pointer: { version: 1, document: 'none', identityDocument: 'none', generation: 0 },
    isCurrent: () => Promise.resolve(true),
    workspaceStore: tableWorkspaceStore(table('workspace'), {
      documents: storage.documents,
      newId,
      now,
    }),
    mostMoments,
    attributeRules: noAttributeRules,
    namespaces: createNamespaces(defaultNamespaces, { phones: lazyPhones() }),
    nodeIdOf: createNodeIdOf(testRoot),
    eventLog,
    eventQueue: storage.eventQueue,
    groupCommit: createGroupCommit({
      log: eventLog,
      now,
      newId,
      lingerMs: 0,
      onWritten: (written) => {
        recentWrites.note(written)
        storage.eventQueue.blobs.add(written.blob)
      },
    }),
    recentWrites,
    changeFeed: wrap.changeFeed?.(storage.changeFeed) ?? storage.changeFeed,
    jobQueue: storage.jobQueue,
    archiveStore: wrap.archiveStore?.(storage.archiveStore) ?? storage.archiveStore,
  }
}
