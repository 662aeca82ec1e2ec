import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface Azurite {
  readonly connectionString: string
  stop(): Promise<void>
}

const account = 'devstoreaccount1'
const key =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function spawnAzurite(blob: number, queue: number, table: number): ChildProcess {
  const ports = ['--blobPort', blob, '--queuePort', queue, '--tablePort', table].map(String)
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent']
  const main = 'node_modules/azurite/dist/src/azurite.js'
  return spawn(process.execPath, [main, ...flags, ...ports], { stdio: 'ignore' })
}

/** Resolves once the blob service answers anything at all. */
async function answering(port: number): Promise<void> {
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await delay(50)
  }
}

/** The connection string of an Azurite on these ports, whether it runs or not. */
export function azuriteConnection(blobPort: number, tablePort?: number): string {
  const tables = tablePort && `TableEndpoint=http://127.0.0.1:${tablePort}/${account};`
  return (
    `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};` +
    `BlobEndpoint=http://127.0.0.1:${blobPort}/${account};${tables ?? ''}`
  )
}

/** Starts an empty Azurite on the given ports, else on free ones. */
export async function startAzurite(blobPort?: number, tablePort?: number): Promise<Azurite> {
  const blob = blobPort ?? (await freePort())
  const table = tablePort ?? (await freePort())
  const child = spawnAzurite(blob, await freePort(), table)
  await Promise.all([answering(blob), answering(table)])
  return {
    connectionString: azuriteConnection(blob),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await ended
    },
  }
}
