import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import type { Environment } from '../../shared/platform/config/environment.ts'

const factsSchema = z.object({
  url: z.string(),
  pids: z.object({ host: z.number(), azurite: z.number() }),
  connectionStrings: z.object({ storage: z.string(), serviceBus: z.string() }),
})

/** A whole Passerby on a free port and data of its own. */
export interface Runtime {
  readonly url: string
  readonly hostPid: number
  readonly storagePid: number
  readonly storage: string
  readonly serviceBus: string
  /** The end of what it wrote to standard error. */
  trouble(): string
  /** Stops it and removes its data. */
  dispose(): Promise<void>
}

export interface RuntimeOptions {
  readonly root: string
  readonly environment: Environment
  /** Functions that the host leaves out. */
  readonly without?: readonly string[]
  /** Settings beside those of the user. */
  readonly settings?: Environment
}

const readyLine = /^Passerby ready at http:/m

/** Starts what `npm start` starts, without building again: the sources may change meanwhile. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'passerby-bench-'))
  const child = spawn(process.execPath, ['dist/commands/start.js'], {
    cwd: options.root,
    env: runtimeEnvironment(options, dataFolder),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const dispose = async (): Promise<void> => {
    child.kill('SIGINT')
    await ended
    await rm(dataFolder, { recursive: true, force: true })
  }
  let trouble = ''
  child.stderr.on('data', (chunk: Buffer) => {
    trouble = (trouble + chunk.toString()).slice(-4000)
  })
  try {
    await waitUntilReady(child)
    const text = await readFile(path.join(dataFolder, 'runtime.json'), 'utf8')
    const { url, pids, connectionStrings } = factsSchema.parse(JSON.parse(text))
    return {
      url,
      hostPid: pids.host,
      storagePid: pids.azurite,
      ...connectionStrings,
      trouble: () => trouble,
      dispose,
    }
  } catch (error) {
    await dispose()
    throw new Error(`The runtime did not start: ${trouble}`, { cause: error })
  }
}

function runtimeEnvironment(options: RuntimeOptions, dataFolder: string): Environment {
  const foreign = Object.entries(options.environment).filter(
    ([name]) => !name.startsWith('PASSERBY_') && !name.startsWith('AzureWebJobs'),
  )
  const disabled = (options.without ?? []).map(
    (name) => [`AzureWebJobs.${name}.Disabled`, 'true'] as const,
  )
  return {
    ...Object.fromEntries([...foreign, ...disabled]),
    ...options.settings,
    PORT: '0',
    PASSERBY_DATA: dataFolder,
    // Makes the supervisor end with this process, however it ends.
    npm_lifecycle_event: 'bench',
  }
}

async function waitUntilReady(child: ChildProcess): Promise<void> {
  let output = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000)
      if (readyLine.test(output)) resolve()
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error('it stopped')))
  })
}
