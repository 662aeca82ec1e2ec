import { spawn } from 'node:child_process'
import { pollUntil } from '../setup/poll-until.ts'
import { freePort } from './host-azurite.ts'

export interface TestStorage {
  readonly connectionString: string
  stop(): Promise<void>
}

const account = 'devstoreaccount1'
const key =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** An empty Azurite with blobs and tables, in memory, on free ports. */
export async function startStorage(): Promise<TestStorage> {
  const [blob, queue, table] = [await freePort(), await freePort(), await freePort()]
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent']
  const ports = ['--blobPort', blob, '--queuePort', queue, '--tablePort', table].map(String)
  const child = spawn(
    process.execPath,
    ['node_modules/azurite/dist/src/azurite.js', ...flags, ...ports],
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for (const port of [blob, table]) {
    await pollUntil(() =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => undefined,
      ),
    )
  }
  return {
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};` +
      `BlobEndpoint=http://127.0.0.1:${blob}/${account};` +
      `TableEndpoint=http://127.0.0.1:${table}/${account};`,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}
