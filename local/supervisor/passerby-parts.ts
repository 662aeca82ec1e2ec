import path from 'node:path'
import type { Environment } from '../../shared/platform/config/environment.ts'
import {
  serviceBusConnectionString,
  storageConnectionString,
  type StoragePorts,
} from './connection-strings.ts'
import type { PartDefinition } from './part-definition.ts'
import type { Settings } from './settings.ts'

/** The ports of everything but the app, picked once so that restarts keep them. */
export interface InnerPorts extends StoragePorts {
  readonly broker: number
  /** Where Azurite proves that it lives. */
  readonly guard: number
}

/** What the parts of a runtime are made from. */
export interface PartInputs {
  readonly root: string
  readonly settings: Settings
  readonly ports: InnerPorts
  readonly guardToken: string
  /** The user's; every part gets all of it. */
  readonly environment: Environment
}

const loopback = '127.0.0.1'

/** The three parts of a local runtime, in the order in which they start. */
export function passerbyParts(inputs: PartInputs): PartDefinition[] {
  return [azurite(inputs), broker(inputs), host(inputs)]
}

function azurite({ root, settings, ports, guardToken, environment }: PartInputs): PartDefinition {
  const service = (name: 'blob' | 'queue' | 'table'): string[] => [
    `--${name}Host`,
    loopback,
    `--${name}Port`,
    String(ports[name]),
  ]
  return {
    name: 'azurite',
    args: [
      '--require',
      path.join(root, 'local/supervisor/azurite-preload.cjs'),
      path.join(root, 'node_modules/azurite/dist/src/azurite.js'),
      ...(settings.inMemory
        ? ['--inMemoryPersistence']
        : ['--location', path.join(settings.dataFolder, 'azurite')]),
      ...['--skipApiVersionCheck', '--disableTelemetry', '--silent'],
      ...(['blob', 'queue', 'table'] as const).flatMap(service),
    ],
    env: {
      ...environment,
      PASSERBY_GUARD_PORT: String(ports.guard),
      PASSERBY_GUARD_TOKEN: guardToken,
      // Azurite would take other accounts, or another database, from these.
      AZURITE_ACCOUNTS: undefined,
      AZURITE_DB: undefined,
    },
    readiness: 'ports',
    listensOn: [ports.blob, ports.queue, ports.table].map((port) => ({ host: loopback, port })),
    stopWith: 'SIGTERM',
    stopLimitMs: 12_000,
    logFile: path.join(settings.dataFolder, 'azurite.log'),
  }
}

function broker({ root, settings, ports, environment }: PartInputs): PartDefinition {
  return {
    name: 'broker',
    args: [path.join(root, 'dist/local/broker/main.js')],
    env: {
      ...environment,
      ...sharedSettings(settings),
      PASSERBY_BROKER_PORT: String(ports.broker),
    },
    readiness: 'message',
    listensOn: [{ host: loopback, port: ports.broker }],
    stopWith: 'message',
    stopLimitMs: 5_000,
  }
}

function host({ root, settings, ports, environment }: PartInputs): PartDefinition {
  const storage = storageConnectionString(ports)
  return {
    name: 'host',
    args: [path.join(root, 'dist/local/host/main.js')],
    env: {
      ...environment,
      ...sharedSettings(settings),
      PORT: String(settings.port),
      PASSERBY_HOST: settings.host,
      AzureWebJobsStorage: storage,
      PASSERBY_STORAGE: storage,
      PASSERBY_SERVICE_BUS: serviceBusConnectionString(ports.broker),
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    },
    readiness: 'message',
    listensOn: [{ host: settings.host, port: settings.port }],
    stopWith: 'message',
    stopLimitMs: 15_000,
    logFile: path.join(settings.dataFolder, 'host.log'),
    showsErrors: true,
  }
}

function sharedSettings(settings: Settings): Record<string, string> {
  return {
    PASSERBY_CLOCK_OFFSET_MS: String(settings.clockOffsetMs),
    PASSERBY_DATA: settings.dataFolder,
  }
}
