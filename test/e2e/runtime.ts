import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pollUntil } from '../setup/poll-until.ts'

/** A whole Passerby, started as a user starts it, on a free port and data of its own. */
export interface Runtime {
  readonly url: string
  readonly dataFolder: string
  /** Process ids of the parts, as they are now. */
  parts(): Promise<Record<'host' | 'broker' | 'azurite', number>>
  connectionStrings(): Promise<Record<'storage' | 'serviceBus', string>>
  /** Stops it as Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>
  /** Stops it and removes its data. */
  dispose(): Promise<void>
}

export interface RuntimeOptions {
  readonly dataFolder?: string
  readonly environment?: Readonly<Record<string, string>>
}

const readyLine = /^Passerby ready at (http:\S+) /m

export async function startRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'passerby-')))
  const child = spawn(process.execPath, ['commands/run.mjs', 'start'], {
    env: { ...process.env, PORT: '0', PASSERBY_DATA: dataFolder, ...options.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await waitUntilReady(child)
  const stop = async (): Promise<number | null> => {
    if (child.exitCode !== null) return child.exitCode
    child.kill('SIGINT')
    return new Promise((resolve) => child.once('exit', resolve))
  }
  return {
    url,
    dataFolder,
    stop,
    parts: async () => (await readFacts(dataFolder)).pids,
    connectionStrings: async () => (await readFacts(dataFolder)).connectionStrings,
    dispose: async () => {
      await stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

interface RuntimeFacts {
  readonly pids: Record<'host' | 'broker' | 'azurite', number>
  readonly connectionStrings: Record<'storage' | 'serviceBus', string>
}

async function readFacts(dataFolder: string): Promise<RuntimeFacts> {
  return JSON.parse(await readFile(path.join(dataFolder, 'runtime.json'), 'utf8')) as RuntimeFacts
}

function waitUntilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = readyLine.exec(output)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`stopped with ${String(code)}: ${output}`)))
  })
}

export const keys = {
  write: { 'x-functions-key': 'local-write-key' },
  read: { 'x-functions-key': 'local-read-key' },
  admin: { 'x-functions-key': 'local-admin-key' },
} as const

/** Sends a call or a batch; answers the parsed answer with its status. */
export async function collect(
  url: string,
  address: string,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/v1/${address}`, {
    method: 'POST',
    headers: keys.write,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** A worker may have thousands of earlier events to apply first. */
const patience = { timeoutMs: 60_000 }

/** Asks for a profile until the answer is as wanted; answers it. */
export async function profileOnce(
  url: string,
  key: string,
  isWanted: (profile: ProfileJson) => boolean,
  include = 'identifiers,activities',
): Promise<ProfileJson> {
  return pollUntil(async () => {
    const response = await fetch(`${url}/v1/profiles/${key}?include=${include}`, {
      headers: keys.read,
    })
    if (response.status === 404) return undefined
    const profile = (await response.json()) as ProfileJson
    return isWanted(profile) ? profile : undefined
  }, patience)
}

export interface ProfileJson {
  readonly customerId: string
  readonly known: boolean
  readonly previousCustomerIds: readonly string[]
  readonly activityCount: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly identifiers: readonly { readonly namespace: string; readonly value: string }[]
  readonly activities: {
    readonly value: readonly { readonly activityId: string; readonly type: string }[]
    readonly nextLink?: string
  }
}
