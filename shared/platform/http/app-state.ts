import { createUnknownKeys, type UnknownKeys } from '../../collect/unknown-keys.ts'
import { createContext } from '../azure/create-context.ts'
import { readAppConfig, type AppConfig } from '../config/app-config.ts'
import { processEnvironment } from '../config/environment.ts'
import { PasserbyError, TransientError } from '../errors/errors.ts'
import { consoleLogger } from '../telemetry/logger.ts'
import type { Context } from '../../workspace/context.ts'

/** What every invocation of this process shares. */
export interface AppState {
  readonly config: AppConfig
  readonly context: Context
  readonly unknownKeys: UnknownKeys
}

let state: Promise<AppState> | undefined

/**
 * The process's state, made at the first invocation: importing a trigger file connects to
 * nothing. A failure to connect is tried again by the next invocation.
 */
export function appState(): Promise<AppState> {
  state ??= createState().catch((error: unknown) => {
    state = undefined
    throw error
  })
  return state
}

async function createState(): Promise<AppState> {
  const config = readAppConfig(processEnvironment())
  try {
    const context = await createContext(config, consoleLogger)
    return { config, context, unknownKeys: createUnknownKeys() }
  } catch (error) {
    if (error instanceof PasserbyError) throw error
    const message = 'Storage does not answer yet.'
    throw new TransientError({ code: 'StorageUnavailable', message, cause: error })
  }
}
