import { announce } from '../page/announce.ts'
import { countOf } from '../page/format.ts'
import type { Call } from './call-log.ts'

const everyMs = 10_000

/** Says how many calls arrived, now and then: row by row it would never end. */
export class FreshTeller {
  #calls = 0
  #refused = 0
  #next = 0

  note(fresh: readonly Call[]): void {
    this.#calls += fresh.length
    this.#refused += fresh.filter(({ entry }) => entry.status === 'rejected').length
    if (this.#calls === 0 || performance.now() < this.#next) return
    this.#next = performance.now() + everyMs
    const refused = this.#refused > 0 ? `, ${this.#refused} refused` : ''
    announce(`${countOf(this.#calls, 'new call')}${refused}`)
    this.#calls = 0
    this.#refused = 0
  }
}
