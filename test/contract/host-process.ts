import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'

export const hostMain = path.resolve('dist/local/host/main.js')
export const hostAppFolder = path.resolve('test/contract/host-app')

export interface HostProcess {
  readonly child: ChildProcess
  readonly port: number
  readonly functions: readonly string[]
  readonly url: string
  readonly lines: readonly string[]
  /** Resolves with the first line that holds the text, printed already or later. */
  line(text: string): Promise<string>
  /** Asks the host to stop, as the supervisor does, and resolves with its exit code. */
  stop(): Promise<number | null>
}

interface Output {
  readonly lines: string[]
  line(text: string): Promise<string>
}

function collectOutput(child: ChildProcess): Output {
  const lines: string[] = []
  const waiting: { readonly text: string; readonly resolve: (line: string) => void }[] = []
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        lines.push(line)
        for (const { text, resolve } of waiting) if (line.includes(text)) resolve(line)
      }
    })
  }
  return {
    lines,
    line: (text) => {
      const found = lines.find((line) => line.includes(text))
      if (found !== undefined) return Promise.resolve(found)
      return new Promise((resolve) => waiting.push({ text, resolve }))
    },
  }
}

/** Starts the built host on a free port; rejects with its output when it ends before it serves. */
export async function startHostProcess(
  environment: Record<string, string> = {},
  appFolder = hostAppFolder,
): Promise<HostProcess> {
  const child = spawn(process.execPath, [hostMain], {
    cwd: appFolder,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const { lines, line } = collectOutput(child)
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ready = new Promise<{ port: number; functions: string[] }>((resolve) =>
    child.once('message', (message) => resolve(message as { port: number; functions: string[] })),
  )
  const ended = exited.then((code) => {
    throw new Error(`the host ended with ${code}: ${lines.join('\n')}`)
  })
  const { port, functions } = await Promise.race([ready, ended])
  ended.catch(() => undefined)
  const stop = (): Promise<number | null> => {
    if (child.connected) child.send({ type: 'stop' })
    return exited
  }
  return { child, port, functions, url: `http://127.0.0.1:${port}`, lines, line, stop }
}
