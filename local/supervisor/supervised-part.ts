import { setTimeout as delay } from 'node:timers/promises'
import type { PartDefinition } from './part-definition.ts'
import { startPartProcess, type PartProcess, type ProcessEnd } from './part-process.ts'
import { planRestart } from './plan-restart.ts'
import { isFree } from './ports.ts'

/** What a part tells its supervisor. */
export interface PartEvents {
  /** A process was started. */
  started(pid: number | undefined): void
  /** It serves again after a restart. */
  recovered(): void
  /** It died and is started again after this pause. */
  died(end: ProcessEnd, delayMs: number): void
  /** It is not started again. */
  gaveUp(failure: PartFailure): void
}

/** Why a part is not started again. */
export interface PartFailure {
  readonly reason: string
  /** The port that another program has, where that is why. */
  readonly port?: number
}

/** Keeps one part running until it is stopped or fails too often. */
export class SupervisedPart {
  readonly definition: PartDefinition
  readonly #events: PartEvents
  readonly #stopping = new AbortController()
  #process: PartProcess | undefined
  #everReady = false
  #loop: Promise<void> | undefined

  constructor(definition: PartDefinition, events: PartEvents) {
    this.definition = definition
    this.#events = events
  }

  /** Resolves with true once the part serves for the first time, with false if it never will. */
  async start(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#loop = this.#run(() => resolve(true)).finally(() => resolve(false))
    })
  }

  /** Lets it end by itself from now on. */
  release(): void {
    this.#stopping.abort()
  }

  async stop(): Promise<void> {
    this.release()
    await this.#process?.stop()
    await this.#loop
  }

  kill(): void {
    this.release()
    this.#process?.kill()
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(firstReady: () => void): Promise<void> {
    let failures = 0
    while (!this.#isStopping()) {
      const startedAt = performance.now()
      const { end, wasReady } = await this.#live(firstReady)
      const blocked = wasReady ? undefined : await this.#blockedPort()
      if (this.#isStopping()) return
      if (blocked !== undefined) return this.#events.gaveUp(blocked)
      const ranForMs = performance.now() - startedAt
      const everReady = this.#everReady
      const plan = planRestart(failures, { ...end, ranForMs, wasReady, everReady })
      if (plan.kind === 'giveUp') {
        const reason = `${this.definition.name} failed ${plan.failures} times in a row`
        return this.#events.gaveUp({ reason })
      }
      failures = plan.failures
      this.#events.died(end, plan.delayMs)
      await delay(plan.delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
  }

  async #live(firstReady: () => void): Promise<{ end: ProcessEnd; wasReady: boolean }> {
    const current = startPartProcess(this.definition)
    this.#process = current
    this.#events.started(current.pid)
    const wasReady = await current.ready
    if (wasReady) {
      if (this.#everReady) this.#events.recovered()
      this.#everReady = true
      firstReady()
    }
    return { end: await current.ended, wasReady }
  }

  /** Its own process is gone, so whoever listens there is somebody else. */
  async #blockedPort(): Promise<PartFailure | undefined> {
    for (const { host, port } of this.definition.listensOn) {
      if (!(await isFree(host, port).catch(() => true))) return { reason: portInUse(port), port }
    }
    return undefined
  }
}

/** What to tell about a port that another program has. */
export function portInUse(port: number): string {
  return `port ${port} is in use by another program: stop that, or set PORT to another one`
}
