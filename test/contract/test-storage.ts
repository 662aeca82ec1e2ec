import { azuriteConnection, freePort, startAzurite } from './host-azurite.ts'

export interface TestStorage {
  readonly connectionString: string
  stop(): Promise<void>
}

/** An empty Azurite with blobs and tables, in memory, on free ports. */
export async function startStorage(): Promise<TestStorage> {
  const [blob, table] = [await freePort(), await freePort()]
  const azurite = await startAzurite(blob, table)
  return { connectionString: azuriteConnection(blob, table), stop: () => azurite.stop() }
}
