import { fork } from 'node:child_process'
import type { Runtime } from './runtime.ts'

export interface SecondHost {
  readonly url: string
  stop(): Promise<void>
}

/** Starts another Functions host on the storage and the broker of a running Passerby. */
export async function startSecondHost(runtime: Runtime): Promise<SecondHost> {
  const connectionStrings = await runtime.connectionStrings()
  const child = fork('dist/local/host/main.js', {
    env: {
      ...process.env,
      PORT: '0',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      AzureWebJobsStorage: connectionStrings.storage,
      PASSERBY_STORAGE: connectionStrings.storage,
      PASSERBY_SERVICE_BUS: connectionStrings.serviceBus,
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`the host ended with ${String(code)}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      child.send({ type: 'stop' })
      return ended
    },
  }
}
