import type { Batch } from './batch-calls.ts'

/**
 * Follows how far a file is done: requests end in any order, but a later run can only go on behind
 * a record up to which every call was answered.
 */
export class Acknowledged {
  readonly #ahead = new Map<number, number>()
  #nextSequence = 0
  #upTo: number

  constructor(upTo: number) {
    this.#upTo = upTo
  }

  /** The index of the last record up to which all are answered. */
  get upTo(): number {
    return this.#upTo
  }

  add({ sequence, calls }: Batch): void {
    this.#ahead.set(sequence, calls.at(-1)?.index ?? 0)
    for (
      let last = this.#ahead.get(this.#nextSequence);
      last !== undefined;
      last = this.#ahead.get(this.#nextSequence)
    ) {
      this.#ahead.delete(this.#nextSequence)
      this.#nextSequence += 1
      this.#upTo = last
    }
  }
}
