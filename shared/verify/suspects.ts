import { checkEvent, type EventCheck } from './check-event.ts'
import type { Difference } from './difference.ts'
import type { ReadBlob } from './log-walk.ts'
import { lookAgain, type Look } from './look-again.ts'
import type { VerifyContext } from './verify-context.ts'

/** Events to look at again, with how many of each blob were rejected, which says so elsewhere. */
export class Suspects {
  readonly #rejected: Map<string, number>
  readonly #checks: EventCheck[] = []

  constructor(blobs: readonly ReadBlob[]) {
    this.#rejected = new Map(
      blobs.map(({ blob, receipt, badLines }) => {
        return [blob, (receipt.counters?.rejected ?? 0) - badLines.length]
      }),
    )
  }

  add(check: EventCheck): void {
    this.#checks.push(check)
  }

  async lookAt(
    context: VerifyContext,
    pause: (ms: number) => Promise<void>,
  ): Promise<{ readonly differences: readonly Difference[]; readonly rejected: number }> {
    const looks = this.#checks.map(
      (check): Look =>
        () =>
          checkEvent(context, check),
    )
    const differences = await lookAgain(looks, pause)
    const left = differences.filter(({ kind, blob }) => kind !== 'missing' || !this.#take(blob))
    return { differences: left, rejected: differences.length - left.length }
  }

  /** True where the receipt of a blob tells of one more event that was rejected. */
  #take(blob: unknown): boolean {
    const left = this.#rejected.get(String(blob)) ?? 0
    this.#rejected.set(String(blob), left - 1)
    return left > 0
  }
}
