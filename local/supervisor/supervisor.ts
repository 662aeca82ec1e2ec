import type { PartDefinition } from './part-definition.ts'
import type { ProcessEnd } from './part-process.ts'
import { SupervisedPart, type PartFailure } from './supervised-part.ts'

/** What happens to the parts, for the terminal and for the runtime file. */
export interface SupervisorEvents {
  /** Process ids by part, whenever one is started. */
  pidsChanged(pids: Readonly<Record<string, number>>): void
  say(line: string): void
}

/** Starts parts in order, keeps them running, stops them in the opposite order. */
export class Supervisor {
  readonly #parts: readonly SupervisedPart[]
  readonly #events: SupervisorEvents
  readonly #pids: Record<string, number> = {}
  #stopping: Promise<void> | undefined
  #fail: (failure: PartFailure) => void = () => undefined

  /** Resolves when a part cannot be kept running. */
  readonly failed: Promise<PartFailure>

  constructor(definitions: readonly PartDefinition[], events: SupervisorEvents) {
    this.#events = events
    this.#parts = definitions.map((definition) => this.#supervise(definition))
    this.failed = new Promise((resolve) => {
      this.#fail = resolve
    })
  }

  /** Resolves with true once all parts serve, with false when stopped or failed before. */
  async start(): Promise<boolean> {
    for (const part of this.#parts) {
      if (this.#stopping !== undefined || !(await part.start())) return false
    }
    return this.#stopping === undefined
  }

  /** The last part started depends on those before it, so it goes first. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      // Who stops this process with its whole group stops the parts as well.
      for (const part of this.#parts) part.release()
      for (const part of this.#parts.toReversed()) await part.stop()
    })()
    return this.#stopping
  }

  kill(): void {
    for (const part of this.#parts) part.kill()
  }

  #supervise(definition: PartDefinition): SupervisedPart {
    const { name } = definition
    return new SupervisedPart(definition, {
      started: (pid) => {
        if (pid === undefined) return
        this.#pids[name] = pid
        this.#events.pidsChanged({ ...this.#pids })
      },
      recovered: () => this.#events.say(`${name} runs again`),
      died: (end, delayMs) => this.#events.say(deathLine(definition, end, delayMs)),
      gaveUp: (failure) => this.#fail(failure),
    })
  }
}

function deathLine({ name, logFile }: PartDefinition, end: ProcessEnd, delayMs: number): string {
  const cause = end.signal ?? `exit code ${end.code ?? 'unknown'}`
  const when = delayMs === 0 ? 'restarting it' : `restarting it in ${delayMs / 1000} s`
  const where = logFile === undefined ? '' : `; its output is in ${logFile}`
  return `${name} ended (${cause}), ${when}${where}`
}
