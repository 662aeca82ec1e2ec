import { spawn, type ChildProcess } from 'node:child_process'
import type { Session } from '../benchmark.ts'

export interface Tails {
  stop(): Promise<void>
}

/** Starts as many `npm run tail` as wanted; resolves when each has shown its first lines. */
export async function startTails(session: Session, url: string, count: number): Promise<Tails> {
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, ['dist/commands/tail.js', '--url', url], {
      cwd: session.root,
      env: session.environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  )
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end))
  }
  try {
    await Promise.all(children.map(firstOutput))
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function firstOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => resolve())
    child.once('error', reject)
    child.once('close', () => reject(new Error('tail ended before it showed anything')))
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.kill('SIGINT')
  return ended
}
