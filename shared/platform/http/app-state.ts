import { createUnknownKeys, type UnknownKeys } from '../../collect/unknown-keys.ts'
import { createDeployment, type Deployment } from '../azure/create-deployment.ts'
import { readAppConfig, type AppConfig } from '../config/app-config.ts'
import { processEnvironment } from '../config/environment.ts'
import { PasserbyError, TransientError } from '../errors/errors.ts'
import { consoleLogger } from '../telemetry/logger.ts'

/** What every invocation of this process shares. */
export interface AppState extends Deployment {
  readonly config: AppConfig
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
    const deployment = await createDeployment(config, consoleLogger)
    return { ...deployment, config, unknownKeys: createUnknownKeys() }
  } catch (error) {
    if (error instanceof PasserbyError) throw error
    const message = 'Storage does not answer yet.'
    throw new TransientError({ code: 'StorageUnavailable', message, cause: error })
  }
}
