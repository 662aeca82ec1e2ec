import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What tools and tests need to know about a running Passerby. */
export interface RuntimeFacts {
  readonly url: string
  readonly ports: Readonly<Record<string, number>>
  /** Of the supervisor and of each part. */
  readonly pids: Readonly<Record<string, number>>
  readonly connectionStrings: Readonly<Record<string, string>>
  readonly clockOffsetMs: number
}

/** Keeps `runtime.json` in the data folder; readers always see a whole file. */
export class RuntimeFile {
  readonly #file: string
  #lastStep: Promise<void> = Promise.resolve()

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'runtime.json')
  }

  write(facts: RuntimeFacts): Promise<void> {
    const fresh = `${this.#file}.${process.pid}`
    return this.#inOrder(async () => {
      await writeFile(fresh, `${JSON.stringify(facts, undefined, 2)}\n`)
      await rename(fresh, this.#file)
    })
  }

  remove(): Promise<void> {
    return this.#inOrder(() => rm(this.#file, { force: true }))
  }

  #inOrder(step: () => Promise<void>): Promise<void> {
    this.#lastStep = this.#lastStep.catch(() => undefined).then(step)
    return this.#lastStep
  }
}
