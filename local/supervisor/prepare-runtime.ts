import { mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Environment } from '../../shared/platform/config/environment.ts'
import { ConfigError } from '../../shared/platform/errors/errors.ts'
import { lockData, type LockRecord } from './data-lock.ts'
import type { InnerPorts } from './passerby-parts.ts'
import { isFree, pickPorts } from './ports.ts'
import { localUrl } from './ready-line.ts'
import { readSettings, type Settings, type Surroundings } from './settings.ts'
import { serveToken, type TokenServer } from './token-server.ts'

/** A data folder and ports that are this supervisor's alone. */
export interface PreparedRuntime {
  readonly settings: Settings
  readonly ports: InnerPorts
  readonly token: string
  /** The ports that nobody asked for: others would do as well. */
  readonly chosen: ReadonlySet<number>
  release(): Promise<void>
}

/** What starting depends on. */
export interface RuntimeInputs {
  readonly environment: Environment
  readonly surroundings: Surroundings
  readonly random: () => number
  readonly newToken: () => string
}

const drainLimitMs = 20_000

/**
 * Claims what a runtime needs before any part is started; throws a ConfigError with one line for
 * the user when the port or the folder belongs to somebody else.
 */
export async function prepareRuntime(inputs: RuntimeInputs): Promise<PreparedRuntime> {
  const asked = readSettings(inputs.environment, inputs.surroundings)
  const inner = await pickPorts(6, { host: '127.0.0.1', random: inputs.random })
  const [blob = 0, queue = 0, table = 0, broker = 0, guard = 0, spare = 0] = inner
  const settings = asked.port === 0 ? { ...asked, port: spare } : asked
  const token = inputs.newToken()
  const control = await serveToken(token)
  try {
    const release = await claim(settings, { control, guard, token })
    const ports = { blob, queue, table, broker, guard }
    const chosen = new Set(inner.filter((port) => port !== asked.port))
    return { settings, token, ports, chosen, release }
  } catch (error) {
    control.close()
    throw error
  }
}

async function claim(
  settings: Settings,
  proof: { control: TokenServer; guard: number; token: string },
): Promise<() => Promise<void>> {
  await mkdir(settings.dataFolder, { recursive: true }).catch((cause: unknown) => {
    throw setupError(`the data folder ${settings.dataFolder} cannot be made`, cause)
  })
  const lock = await lockData(settings.dataFolder, {
    controlPort: proof.control.port,
    guardPort: proof.guard,
    token: proof.token,
    port: settings.port,
  })
  if (lock.kind === 'held') throw setupError(heldLine(settings, lock.by))
  const release = async (): Promise<void> => {
    await lock.release()
    proof.control.close()
  }
  try {
    await claimPort(settings, lock.predecessor)
  } catch (error) {
    await release()
    throw error
  }
  return release
}

/** The app of a killed supervisor still drains for a moment; everybody else's port is taken. */
async function claimPort(
  { host, port }: Settings,
  predecessor: LockRecord | undefined,
): Promise<void> {
  const free = (): Promise<boolean> =>
    isFree(host, port).catch((cause: unknown) => {
      throw setupError(`PORT ${port} on PASSERBY_HOST ${host} cannot be listened on`, cause)
    })
  const waitUntil = performance.now() + (predecessor?.port === port ? drainLimitMs : 0)
  while (!(await free())) {
    if (performance.now() >= waitUntil) {
      throw setupError(`PORT ${port} is in use: stop what listens there, or set another PORT`)
    }
    await delay(100)
  }
}

function heldLine(settings: Settings, by: LockRecord): string {
  return (
    `Passerby already runs at ${localUrl(settings.host, by.port)} on the data folder ` +
    `${settings.dataFolder}: stop it, or set another PASSERBY_DATA and PORT`
  )
}

function setupError(message: string, cause?: unknown): ConfigError {
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message
  return new ConfigError({ code: 'CannotStart', message: reason, cause })
}
