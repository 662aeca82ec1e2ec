import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import type { Clock } from '../../../shared/platform/clock/clock.ts'
import type { Invoke } from '../app/invoke.ts'
import type { TimerFunction } from '../app/read-triggers.ts'
import { forFunction } from '../for-function.ts'
import type { Listener } from '../listener.ts'
import { messageOf, type HostLog } from '../log.ts'
import { blobSingleton } from './blob-singleton.ts'
import { blobStatusStore } from './blob-status-store.ts'
import { runTimer, type TimerPorts } from './run-timer.ts'
import { isFrequent } from './schedule.ts'
import { timerInput } from './timer-input.ts'

export interface TimerOptions {
  readonly functions: readonly TimerFunction[]
  /** Names the app in the storage, so that apps can share an account. */
  readonly hostId: string
  /** What only one process at a time can be: this machine's host on that port. */
  readonly place: string
  readonly invoke: Invoke
  readonly clock: Clock
  readonly log: HostLog
}

const retryOptions = {
  maxTries: 2,
  tryTimeoutInMs: 5_000,
  retryDelayInMs: 200,
  maxRetryDelayInMs: 500,
}

/** A UUID made of a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}

function openContainer(storage: string): ContainerClient {
  try {
    const service = BlobServiceClient.fromConnectionString(storage, { retryOptions })
    return service.getContainerClient('azure-webjobs-hosts')
  } catch (error) {
    throw new Error(`AzureWebJobsStorage is no connection string: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function createPorts(options: TimerOptions, timer: TimerFunction): TimerPorts {
  const { hostId, place, clock, invoke, log } = options
  const { name, schedule, runOnStartup } = timer
  const container = openContainer(timer.storage)
  const keepsStatus = timer.useMonitor && !isFrequent(schedule, clock())
  const key = `${hostId}/Host.Functions.${name}`
  const holderId = uuidOf(`${hostname()} ${place} ${name}`)
  let reported = ''
  return {
    schedule,
    runOnStartup,
    singleton: blobSingleton(container, `locks/${key}.Listener`, holderId),
    store: keepsStatus ? blobStatusStore(container, `timers/${key}/status`) : undefined,
    clock,
    wait,
    run: async (status, reason) => {
      reported = ''
      await invoke(name, timerInput(status, reason))
    },
    onError: (error) => {
      const line = `Timer "${name}" cannot use its storage: ${messageOf(error)}`
      if (line !== reported) log.error(line)
      reported = line
    },
  }
}

/** Runs the timers, each in one host at a time. */
export function startTimers(options: TimerOptions): Listener {
  const stop = new AbortController()
  const ports = options.functions.map((timer) =>
    forFunction(timer.name, () => createPorts(options, timer)),
  )
  const timers = ports.map((port) => runTimer(port, stop.signal))
  return {
    drain: async () => {
      stop.abort()
      await Promise.all(timers)
    },
    close: async () => undefined,
  }
}
