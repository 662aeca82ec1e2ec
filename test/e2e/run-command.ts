import { spawn, type ChildProcess } from 'node:child_process'
import { pollUntil } from '../setup/poll-until.ts'

/** A command of the project as a child process, with what it wrote so far. */
export interface RunningCommand {
  readonly child: ChildProcess
  out(): string
  err(): string
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>
  /** Waits until it has written something to standard output. */
  outputWith(pattern: RegExp): Promise<string>
}

/** Starts `npm run NAME -- ARGS` as npm does. */
export function runCommand(name: string, args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, ['commands/run.mjs', name, ...args], {
    env: { ...process.env, npm_lifecycle_event: undefined },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    outputWith: (pattern) =>
      pollUntil(() => Promise.resolve(pattern.test(out) ? out : undefined), { timeoutMs: 60_000 }),
  }
}
