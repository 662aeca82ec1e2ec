import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { openLogFile, type LogFile } from './log-file.ts'
import type { PartDefinition } from './part-definition.ts'
import { answers } from './ports.ts'

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** One life of a part. */
export interface PartProcess {
  readonly pid: number | undefined
  /** Resolves with true once it serves, with false when it ends before. */
  readonly ready: Promise<boolean>
  readonly ended: Promise<ProcessEnd>
  /** Asks it to end; kills it when it does not within its limit. */
  stop(): Promise<void>
  kill(): void
}

/** Starts a part in this process group, with a channel that closes when this process dies. */
export function startPartProcess(definition: PartDefinition): PartProcess {
  const log = definition.logFile === undefined ? undefined : openLogFile(definition.logFile)
  const child = spawnPart(definition, log)
  let over = false
  const ended = new Promise<ProcessEnd>((resolve) => {
    const settle = (end: ProcessEnd): void => {
      over = true
      log?.close()
      resolve(end)
    }
    child.once('exit', (code, signal) => settle({ code, signal }))
    // Could not be started at all.
    child.once('error', () => settle({ code: 1, signal: null }))
  })
  const served =
    definition.readiness === 'message' ? saysReady(child) : portsAnswer(definition, () => over)
  const kill = (): void => void child.kill('SIGKILL')
  return {
    pid: child.pid,
    ready: Promise.race([served, ended.then(() => false)]),
    ended,
    kill,
    async stop() {
      if (over) return
      if (definition.stopWith === 'SIGTERM') child.kill('SIGTERM')
      // The channel is closed already when the part is just ending by itself.
      else child.send({ type: 'stop' }, () => undefined)
      const timer = setTimeout(kill, definition.stopLimitMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Standard output belongs to the ready line, so parts write to standard error or a file. */
function spawnPart(definition: PartDefinition, log: LogFile | undefined): ChildProcess {
  const output = log?.descriptor ?? 2
  try {
    return spawn(process.execPath, definition.args, {
      env: definition.env,
      stdio: ['ignore', output, definition.showsErrors === true ? 2 : output, 'ipc'],
    })
  } finally {
    log?.release()
  }
}

function saysReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.on('message', (message: { type?: string }) => {
      if (message.type === 'ready') resolve(true)
    })
  })
}

async function portsAnswer(definition: PartDefinition, isOver: () => boolean): Promise<boolean> {
  for (const { host, port } of definition.listensOn) {
    while (!(await answers(host, port))) {
      if (isOver()) return false
      await delay(50)
    }
  }
  return true
}
