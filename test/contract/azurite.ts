import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { pickPorts } from '../../local/supervisor/ports.ts'

export interface Azurite {
  readonly connectionString: string
  stop(): Promise<void>
}

const account = 'devstoreaccount1'
const key =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

const host = '127.0.0.1'

/** Ports that nobody listens on, away from those of outgoing connections. */
export function freePorts(count: number): Promise<number[]> {
  return pickPorts(count, { host, random: Math.random })
}

function spawnAzurite(ports: AzuritePorts): ChildProcess {
  const { blob, queue, table } = ports
  const places = ['--blobPort', blob, '--queuePort', queue, '--tablePort', table].map(String)
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent']
  const main = 'node_modules/azurite/dist/src/azurite.js'
  return spawn(process.execPath, [main, ...flags, ...places], { stdio: 'ignore' })
}

interface AzuritePorts {
  readonly blob: number
  readonly queue: number
  readonly table: number
}

/** Resolves to true once a service answers anything at all, to false when the process has ended. */
async function answering(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null) {
    const answered = await fetch(`http://${host}:${port}/`, {
      signal: AbortSignal.timeout(1000),
    }).then(
      () => true,
      () => false,
    )
    if (answered) return true
    await delay(50)
  }
  return false
}

/** The connection string of an Azurite on these ports, whether it runs or not. */
export function azuriteConnection(blobPort: number, tablePort?: number): string {
  const tables = tablePort && `TableEndpoint=http://127.0.0.1:${tablePort}/${account};`
  return (
    `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};` +
    `BlobEndpoint=http://127.0.0.1:${blobPort}/${account};${tables ?? ''}`
  )
}

const mostStarts = 5

/**
 * Starts an empty Azurite, its blob service on the given port, else on a free one. Somebody else
 * may take a free port before Azurite does; then it ends, and starts again on others.
 */
export async function startAzurite(blobPort?: number): Promise<Azurite> {
  for (let start = 0; start < mostStarts; start += 1) {
    const [free = 0, queue = 0, table = 0] = await freePorts(3)
    const blob = blobPort ?? free
    const child = spawnAzurite({ blob, queue, table })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const up = await Promise.all([blob, table].map((port) => answering(port, child)))
    if (up.includes(false)) continue
    return {
      connectionString: azuriteConnection(blob, table),
      stop: () => {
        child.kill()
        return ended
      },
    }
  }
  throw new Error(`Azurite did not start in ${mostStarts} tries`)
}
