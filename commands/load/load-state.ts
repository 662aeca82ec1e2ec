import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { sha256Hex } from '../../shared/platform/ids/hash.ts'
import type { SourceFile } from './source-file.ts'

const stateSchema = z.object({ file: z.string(), url: z.string(), upTo: z.number().int().min(0) })

/** Remembers how far the load of one file to one address came. */
export class LoadState {
  readonly #path: string
  readonly #about: { file: string; url: string }
  #lastStep: Promise<void> = Promise.resolve()

  /** A changed file counts as another one. */
  constructor(folder: string, file: SourceFile, url: string) {
    const key = [file.path, file.size, file.mtimeMs, url].join('\n')
    this.#path = path.join(folder, `${sha256Hex(key).slice(0, 32)}.json`)
    this.#about = { file: file.path, url }
  }

  /** The index of the record behind which to go on; 0 without an earlier run. */
  async read(): Promise<number> {
    try {
      return stateSchema.parse(JSON.parse(await readFile(this.#path, 'utf8'))).upTo
    } catch {
      // Absent, or cut off by a crash: everything is sent again, and the server knows it.
      return 0
    }
  }

  write(upTo: number): Promise<void> {
    return this.#inOrder(async () => {
      await mkdir(path.dirname(this.#path), { recursive: true })
      const fresh = `${this.#path}.${process.pid}`
      await writeFile(fresh, JSON.stringify({ ...this.#about, upTo }))
      await rename(fresh, this.#path)
    })
  }

  remove(): Promise<void> {
    return this.#inOrder(() => rm(this.#path, { force: true }))
  }

  #inOrder(step: () => Promise<void>): Promise<void> {
    this.#lastStep = this.#lastStep.catch(() => undefined).then(step)
    return this.#lastStep
  }
}
