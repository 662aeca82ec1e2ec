import serviceBus from '../../../infra/service-bus.json' with { type: 'json' }
import { createGroupCommit } from '../../collect/group-commit.ts'
import { createRecentWrites } from '../../collect/recent-writes.ts'
import type { EventQueue } from '../../collect/event-queue.ts'
import { defaultNamespaces } from '../../identity/namespace-definition.ts'
import { mostMoments } from '../../identity/fold-events.ts'
import { createNamespaces } from '../../identity/namespaces.ts'
import { createNodeIdOf } from '../../identity/node-id.ts'
import { defaultIdentitySettings } from '../../identity/identity-settings.ts'
import type { Context } from '../../workspace/context.ts'
import { createClock } from '../clock/clock.ts'
import type { AppConfig } from '../config/app-config.ts'
import { createNewId } from '../ids/new-id.ts'
import { describeError } from '../telemetry/describe-error.ts'
import type { Logger } from '../telemetry/logger.ts'
import { azureTable } from './azure-table.ts'
import { blobEventLog } from './blob-event-log.ts'
import { busChangeFeed } from './bus-change-feed.ts'
import { busEventQueue } from './bus-event-queue.ts'
import { busJobQueue } from './bus-job-queue.ts'
import { connectServiceBus } from './service-bus.ts'
import { connectStorage } from './storage-clients.ts'
import { tableStores } from './table-stores.ts'
import type { Table } from './table.ts'
import { readWorkspaceRoot } from './workspace-root.ts'

export const eventsQueue = 'events'
export const refreshQueue = 'refresh'
export const changesTopic = 'changes'

/** After this many deliveries the queue of events gives a message up. */
export const maxDeliveryCount =
  serviceBus.UserConfig.Namespaces[0]?.Queues.find(({ Name }) => Name === eventsQueue)?.Properties
    .MaxDeliveryCount ?? 10

/** Connects everything to the deployment's storage and Service Bus. */
export async function createContext(config: AppConfig, logger: Logger): Promise<Context> {
  const storage = connectStorage(config.storage)
  if (config.local) await storage.createAll()
  const root = await readWorkspaceRoot(storage.container('workspace'))
  const bus = connectServiceBus(config.serviceBus)
  const now = createClock(config.clockOffsetMs)
  const newId = createNewId(now)
  const eventLog = blobEventLog(storage.container('events'))
  const recentWrites = createRecentWrites()
  const eventQueue = busEventQueue(bus, eventsQueue)
  const table = (name: string): Table => azureTable(storage.table(name))
  const announce = announceTo(eventQueue, logger)
  return {
    now,
    newId,
    logger,
    ...tableStores({ table, now, newId }),
    identity: defaultIdentitySettings,
    stewardFacts: [],
    mostMoments,
    namespaces: createNamespaces(defaultNamespaces),
    nodeIdOf: createNodeIdOf(root),
    eventLog,
    eventQueue,
    groupCommit: createGroupCommit({
      log: eventLog,
      now,
      newId,
      onWritten: (written) => {
        recentWrites.note(written)
        announce(written.blob)
      },
    }),
    recentWrites,
    changeFeed: busChangeFeed(bus, changesTopic),
    jobQueue: busJobQueue(bus, { jobs: refreshQueue, events: eventsQueue }),
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
