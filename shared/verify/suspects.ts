import { mapLimited } from '../platform/async/map-limited.ts'
import type { UnifiedEvent } from '../unify/unified-event.ts'
import { checkMessage, checkTimeline, type EventCheck } from './check-event.ts'
import type { Difference } from './difference.ts'
import type { ReadBlob } from './log-walk.ts'
import { lookAgain, wrongOnes, type Look, type Patience } from './look-again.ts'
import type { VerifyContext } from './verify-context.ts'

/** Events that are not where they should be, and how many of them were rejected. */
export interface Told {
  readonly differences: readonly Difference[]
  readonly rejected: number
}

/** Looks at events again, with how many of each blob were rejected, which says so elsewhere. */
export class Suspects {
  readonly #rejected: Map<string, number>

  constructor(blobs: readonly ReadBlob[]) {
    this.#rejected = new Map(
      blobs.map(({ blob, receipt, badLines }) => {
        return [blob, (receipt.counters?.rejected ?? 0) - badLines.length]
      }),
    )
  }

  /** Those whose messages are still wrong; of each event what was seen is given. */
  async lookAtMessages(
    context: VerifyContext,
    suspects: readonly { readonly event: UnifiedEvent; readonly seen: Difference }[],
    patience: Patience,
  ): Promise<Told | undefined> {
    const looks = suspects.map(({ event, seen }): Look => ({
      seen,
      look: () => checkMessage(context, event),
    }))
    return this.#told(await lookAgain(looks, patience))
  }

  /** Those that are wrong on their timelines; a wrong message was told before. */
  async lookAtTimelines(
    context: VerifyContext,
    checks: readonly EventCheck[],
    patience: Patience,
  ): Promise<Told | undefined> {
    const looks = await mapLimited(checks, 16, async (check): Promise<Look[]> => {
      const told = await checkMessage(context, check.event)
      if (told === undefined) return [{ look: () => checkTimeline(context, check) }]
      this.#isRejected(told)
      return []
    })
    return this.#told(await lookAgain(await wrongOnes(looks.flat()), patience))
  }

  #told(differences: readonly Difference[] | undefined): Told | undefined {
    const left = differences?.filter((difference) => !this.#isRejected(difference))
    if (differences === undefined || left === undefined) return undefined
    return { differences: left, rejected: differences.length - left.length }
  }

  /** True where the receipt of a blob tells of one more event that was rejected. */
  #isRejected({ kind, blob }: Difference): boolean {
    if (kind !== 'missing') return false
    const left = this.#rejected.get(String(blob)) ?? 0
    this.#rejected.set(String(blob), left - 1)
    return left > 0
  }
}
