import serviceBus from '../../../infra/service-bus.json' with { type: 'json' }
import { createGroupCommit } from '../../collect/group-commit.ts'
import { createRecentWrites, type WrittenBlob } from '../../collect/recent-writes.ts'
import type { EventQueue } from '../../collect/event-queue.ts'
import { mostMoments } from '../../identity/fold-events.ts'
import { createNodeIdOf } from '../../identity/node-id.ts'
import type { Context } from '../../workspace/context.ts'
import type { StoredPointer } from '../../workspace/workspace-store.ts'
import { createClock } from '../clock/clock.ts'
import type { AppConfig } from '../config/app-config.ts'
import { createNewId } from '../ids/new-id.ts'
import { describeError } from '../telemetry/describe-error.ts'
import type { Logger } from '../telemetry/logger.ts'
import { azureTable } from './azure-table.ts'
import { blobArchiveStore } from './blob-archive-store.ts'
import { blobDocuments } from './blob-documents.ts'
import { blobEventLog } from './blob-event-log.ts'
import { busChangeFeed } from './bus-change-feed.ts'
import { busEventQueue } from './bus-event-queue.ts'
import { busJobQueue } from './bus-job-queue.ts'
import { contextAt, tableName } from './context-at.ts'
import { connectServiceBus } from './service-bus.ts'
import { connectStorage, type StorageClients } from './storage-clients.ts'
import type { Table } from './table.ts'
import { tableWorkspaceStore } from './table-workspace-store.ts'
import { readWorkspaceRoot } from './workspace-root.ts'

export const eventsQueue = 'events'
export const refreshQueue = 'refresh'
export const changesTopic = 'changes'

/** After this many deliveries the queue of events gives a message up. */
export const maxDeliveryCount =
  serviceBus.UserConfig.Namespaces[0]?.Queues.find(({ Name }) => Name === eventsQueue)?.Properties
    .MaxDeliveryCount ?? 10

/** A deployment as this process sees it. */
export interface Deployment {
  /**
   * What works with the workspace that holds now, or did at most two seconds ago; `exactly` asks
   * again. Between two calls nothing of a context changes.
   */
  current(when?: 'lately' | 'exactly'): Promise<Context>
}

/** For this long a process trusts the workspace it knows, in milliseconds. */
const trustedMs = 2000

/** Connects everything to the deployment's storage and Service Bus. */
export async function createDeployment(config: AppConfig, logger: Logger): Promise<Deployment> {
  const storage = connectStorage(config.storage)
  if (config.local) await storage.createAll()
  const fixed = await connectAll(config, logger, storage)
  const { workspaceStore } = fixed
  let known: { readonly key: string; readonly context: Promise<Context> } | undefined
  const contextOf = ({ pointer }: StoredPointer): Promise<Context> => {
    const key = JSON.stringify(pointer)
    if (known?.key === key) return known.context
    const table = (name: string): Table =>
      azureTable(storage.table(tableName(name, pointer.generation)))
    const context = contextAt(fixed, pointer, table)
    known = { key, context }
    context.catch(() => (known = undefined))
    return context
  }
  let latest: { readonly context: Promise<Context>; readonly at: number } | undefined
  return {
    current: async (when = 'lately') => {
      const at = performance.now()
      if (when === 'exactly' || latest === undefined || at - latest.at > trustedMs) {
        latest = { context: workspaceStore.readPointer().then(contextOf), at }
        latest.context.catch(() => (latest = undefined))
      }
      return latest.context
    },
  }
}

/** The part of a context that no change of the workspace touches. */
type Fixed = Pick<
  Context,
  | 'now'
  | 'newId'
  | 'logger'
  | 'mostMoments'
  | 'nodeIdOf'
  | 'eventLog'
  | 'eventQueue'
  | 'groupCommit'
  | 'recentWrites'
  | 'changeFeed'
  | 'jobQueue'
  | 'workspaceStore'
  | 'archiveStore'
>

async function connectAll(
  config: AppConfig,
  logger: Logger,
  storage: StorageClients,
): Promise<Fixed> {
  const root = await readWorkspaceRoot(storage.container('workspace'))
  const bus = connectServiceBus(config.serviceBus)
  const now = createClock(config.clockOffsetMs)
  const newId = createNewId(now)
  const eventLog = blobEventLog(storage.container('events'))
  const eventQueue = busEventQueue(bus, eventsQueue)
  const recentWrites = createRecentWrites()
  const announce = announceTo(eventQueue, logger)
  const onWritten = (written: WrittenBlob): void => {
    recentWrites.note(written)
    announce(written.blob)
  }
  const documents = blobDocuments(storage.container('workspace'))
  return {
    ...{ now, newId, logger, mostMoments, eventLog, eventQueue, recentWrites },
    nodeIdOf: createNodeIdOf(root),
    groupCommit: createGroupCommit({ log: eventLog, now, newId, onWritten }),
    changeFeed: busChangeFeed(bus, changesTopic),
    jobQueue: busJobQueue(bus, { jobs: refreshQueue, events: eventsQueue }),
    archiveStore: blobArchiveStore(storage.container('archive')),
    workspaceStore: tableWorkspaceStore(azureTable(storage.table('workspace')), {
      ...{ documents, newId, now },
    }),
  }
}

/** Tells unify of a new blob; when the queue does not answer, sweep will. */
export function announceTo(queue: EventQueue, logger: Logger): (blob: string) => void {
  return (blob) => {
    queue.announce([blob]).catch((error: unknown) => {
      logger.warn('log blob left to sweep', { blob, ...describeError(error) })
    })
  }
}
