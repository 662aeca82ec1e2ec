import type { Clock } from '../../../shared/platform/clock/clock.ts'

export interface LockKeeping {
  /** When the lock ends, on the broker's clock. */
  readonly lockedUntil: Date
  /** Renews the lock and resolves with its new end. */
  readonly renew: () => Promise<Date>
  readonly maxRenewalMs: number
  readonly clock: Clock
}

const retryMs = 1_000
const leastMs = 200

/**
 * Renews a message's lock halfway to its end until stopped, or until the maximum is over. The SDK
 * has a renewer of its own, but it measures by the machine's clock, which is not the broker's when
 * the runtime is shifted in time, and it mixes up deliveries that share a message id.
 */
export function keepLock({ lockedUntil, renew, maxRenewalMs, clock }: LockKeeping): () => void {
  const giveUpAt = clock() + maxRenewalMs
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const schedule = (until: number, earliestMs: number): void => {
    const wait = Math.max((until - clock()) / 2, earliestMs)
    if (stopped || until >= giveUpAt || clock() + wait >= giveUpAt) return
    timer = setTimeout(() => {
      renew().then(
        (next) => schedule(next.getTime(), leastMs),
        // A lost lock shows when the message is settled; a lost connection may come back.
        () => schedule(until, retryMs),
      )
    }, wait)
  }
  schedule(lockedUntil.getTime(), leastMs)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
