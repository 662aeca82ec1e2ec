import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../shared/platform/clock/clock.ts'
import type { Environment } from '../../shared/platform/config/environment.ts'
import { readHostJson, type HostOptions } from './app/host-json.ts'
import { createInvoke, type Invoke } from './app/invoke.ts'
import { loadApp } from './app/load-app.ts'
import { readTriggers, type Triggers } from './app/read-triggers.ts'
import { loadSettings, publishSettings, type Settings } from './app/settings.ts'
import { guardProcess } from './guard-process.ts'
import { startHttpListener } from './http/http-listener.ts'
import { findRouteConflicts } from './http/route-conflicts.ts'
import { createRoutes } from './http/route-table.ts'
import type { Listener } from './listener.ts'
import { messageOf, type HostLog } from './log.ts'

const drainMs = 8_000

export interface HostConfig {
  readonly appFolder: string
  /** 0 takes a free port. */
  readonly port: number
  readonly address: string
  readonly clock: Clock
  readonly environment: Environment
  readonly log: HostLog
}

interface BackgroundWork {
  readonly triggers: Triggers
  readonly settings: Settings
  readonly options: HostOptions
  readonly invoke: Invoke
  readonly place: string
}

export interface Host {
  readonly port: number
  /** Names of the functions that are not disabled. */
  readonly functions: readonly string[]
  /** Drains for at most eight seconds, runs the appTerminate hooks, closes. */
  stop(): Promise<void>
}

/** Stops taking work, waits for what is running, and then lets go of everything. */
async function stopListeners(listeners: readonly Listener[], log: HostLog): Promise<void> {
  const patience = new AbortController()
  const drained = Promise.all(listeners.map((listener) => listener.drain())).then(() => 'drained')
  const late = delay(drainMs, 'late', { signal: patience.signal })
  late.catch(() => undefined)
  if ((await Promise.race([drained, late])) === 'late') {
    log.error(`Invocations are still running after ${drainMs} ms; the host stops without them.`)
  }
  patience.abort()
  await Promise.all(listeners.map((listener) => listener.close()))
}

/**
 * Starts what the app has functions for. The SDKs are loaded only then: they take longer to load
 * than the rest of the host.
 */
async function startBackground(config: HostConfig, work: BackgroundWork): Promise<Listener[]> {
  const { triggers, settings, options, invoke, place } = work
  const { clock, log } = config
  const listeners: Listener[] = []
  if (triggers.timers.length > 0) {
    const { startTimers } = await import('./timer/start-timers.ts')
    const hostId = settings['AzureFunctionsWebHost__hostId'] ?? path.basename(config.appFolder)
    const functions = triggers.timers
    listeners.push(startTimers({ functions, hostId, place, invoke, clock, log }))
  }
  if (triggers.serviceBus.length > 0) {
    const { startServiceBus } = await import('./service-bus/start-service-bus.ts')
    const functions = triggers.serviceBus
    listeners.push(...startServiceBus({ functions, host: options.serviceBus, invoke, clock, log }))
  }
  return listeners
}

/**
 * Runs the app in `appFolder` as the Azure Functions host does. The library locks its setup, so a
 * process runs one app, once.
 */
export async function startHost(config: HostConfig): Promise<Host> {
  const { appFolder, log, address } = config
  guardProcess(log)
  const settings = await loadSettings(appFolder, config.environment)
  publishSettings(settings)
  const options = await readHostJson(appFolder)
  const registry = await loadApp(appFolder, log)
  const invoke = createInvoke(registry, log)
  const triggers = readTriggers(registry.functions, settings)
  const routes = createRoutes(triggers.http, options.routePrefix)
  for (const { here, inAzure } of findRouteConflicts(routes)) {
    log.error(`The routes of "${here}" and "${inAzure}" overlap: Azure would call "${inAzure}".`)
  }
  const http = await startHttpListener({
    routes,
    invoke,
    settings,
    log,
    port: config.port,
    address,
  })
  const place = `${appFolder} ${address} ${http.port}`
  const background = await startBackground(config, { triggers, settings, options, invoke, place })

  return {
    port: http.port,
    functions: [...triggers.http, ...triggers.serviceBus, ...triggers.timers].map(
      ({ name }) => name,
    ),
    stop: async () => {
      await stopListeners([http, ...background], log)
      await registry.runHooks('appTerminate', { hookData: {} }).catch((error: unknown) => {
        log.error(`An appTerminate hook failed: ${messageOf(error)}`)
      })
    },
  }
}
