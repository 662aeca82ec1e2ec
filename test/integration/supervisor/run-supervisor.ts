import { readFileSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'esbuild'
import { expect } from 'vitest'
import * as z from 'zod'

const runtimeSchema = z.object({
  url: z.string(),
  ports: z.record(z.string(), z.number()),
  pids: z.record(z.string(), z.number()),
  connectionStrings: z.object({ storage: z.string(), serviceBus: z.string() }),
})

export type Runtime = z.infer<typeof runtimeSchema>

const parentScript = `
  const { spawn } = require('node:child_process')
  const [under, ...args] = process.argv.slice(1)
  const command = [process.execPath, ...args]
  const shell = ['sh', '-c', command.join(' ') + '; exit $?']
  const [file, ...rest] = under === 'shell' ? shell : command
  spawn(file, rest, { stdio: 'inherit', env: { ...process.env, npm_lifecycle_event: 'start' } })
`

/** A folder for one test file: the built stand-in command and everything the runs write. */
export async function createWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(path.join(tmpdir(), 'passerby-supervisor-'))
  // Below the checkout, because the bundle finds its packages from where it lies.
  const script = path.resolve(`node_modules/.cache/${path.basename(folder)}.mjs`)
  await build({
    entryPoints: ['test/integration/supervisor/stand-in-start.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: script,
    logLevel: 'warning',
  })
  return new Workshop(folder, script)
}

export class Workshop {
  readonly #folder: string
  readonly #script: string
  readonly #runs: Run[] = []
  #count = 0

  constructor(folder: string, script: string) {
    this.#folder = folder
    this.#script = script
  }

  /** A path that nothing has used. */
  newPath(name: string): string {
    this.#count += 1
    return path.join(this.#folder, `${name}-${this.#count}`)
  }

  start(options: StartOptions = {}): Run {
    const data = options.data ?? this.newPath('data')
    const notes = options.notes ?? this.newPath('notes')
    const script = [
      ...(options.under === undefined ? [] : ['-e', parentScript, '--', options.under]),
      ...[this.#script, notes, options.behaviour ?? 'serves'],
    ]
    const env = { ...process.env, PORT: '0', PASSERBY_DATA: data, ...options.env }
    // A process group of its own, as a terminal makes one; signals reach it by its negative id.
    const child = spawn(process.execPath, script, { env, detached: true })
    const run = new Run(child, data, notes)
    this.#runs.push(run)
    return run
  }

  async close(): Promise<void> {
    for (const run of this.#runs) {
      run.signalGroup('SIGKILL')
      await run.ended
    }
    await rm(this.#folder, { recursive: true, force: true })
    await rm(this.#script, { force: true })
  }
}

export interface StartOptions {
  /** Behind a process, as npm is, or behind one and its shell; `signal` reaches that process. */
  readonly under?: 'process' | 'shell'
  readonly data?: string
  readonly notes?: string
  readonly behaviour?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** One `npm start` with stand-ins. */
export class Run {
  readonly #child: ChildProcess
  readonly data: string
  readonly notesFile: string
  readonly ended: Promise<number | string>
  out = ''
  err = ''

  constructor(child: ChildProcess, data: string, notesFile: string) {
    this.#child = child
    this.data = data
    this.notesFile = notesFile
    child.stdout?.on('data', (chunk) => (this.out += String(chunk)))
    child.stderr?.on('data', (chunk) => (this.err += String(chunk)))
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => resolve(code ?? String(signal)))
    })
  }

  async ready(): Promise<Runtime> {
    await until(() => this.out.includes('Passerby ready'), `a ready line; ${this.err}`)
    return this.runtime()
  }

  async runtime(): Promise<Runtime> {
    const text = await readFile(path.join(this.data, 'runtime.json'), 'utf8')
    return runtimeSchema.parse(JSON.parse(text))
  }

  async notes(): Promise<string[]> {
    const text = await readFile(this.notesFile, 'utf8').catch(() => '')
    return text.split('\n').filter((line) => line !== '')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  signalGroup(signal: NodeJS.Signals): void {
    const { pid } = this.#child
    if (pid !== undefined) killQuietly(-pid, signal)
  }
}

/** Polls until the condition holds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const limit = performance.now() + 25_000
  while (!(await condition())) {
    if (performance.now() > limit) expect.fail(`waited in vain for ${what}`)
    await delay(20)
  }
}

/** False also for what has ended and only waits for its new parent to hear of it. */
export function isRunning(pid: number): boolean {
  return killQuietly(pid, 0) && !/^State:\tZ/m.test(statusOf(pid))
}

/** As Linux tells it; empty elsewhere. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

/** Resolves when none of the runtime's processes is left. */
export async function untilGone(runtime: Runtime): Promise<void> {
  const pids = Object.values(runtime.pids)
  await until(() => !pids.some(isRunning), 'the end of every part')
}

function killQuietly(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
