/** How one life of a part ended. */
export interface PartExit {
  readonly code: number | null
  readonly signal: string | null
  /** From its start to its end. */
  readonly ranForMs: number
  /** Whether it served in this life. */
  readonly wasReady: boolean
  /** Whether it served in any life. */
  readonly everReady: boolean
}

export type RestartPlan =
  | { readonly kind: 'restart'; readonly delayMs: number; readonly failures: number }
  | { readonly kind: 'giveUp'; readonly failures: number }

const rapidMs = 5_000
const longestDelayMs = 3_000
const failureLimit = 10
/** What cannot even start is most likely set up wrong; repeating its complaint helps nobody. */
const firstStartLimit = 3
const killSignals = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'])

/**
 * Decides what follows the death of a part after `failures` rapid deaths in a row: at once at
 * first, then with growing pauses. A part that served and was killed from outside has not failed.
 */
export function planRestart(failures: number, exit: PartExit): RestartPlan {
  if (exit.wasReady && endedFromOutside(exit)) return { kind: 'restart', delayMs: 0, failures: 0 }
  const next = exit.ranForMs < rapidMs ? failures + 1 : 1
  const limit = exit.everReady ? failureLimit : firstStartLimit
  if (next >= limit) return { kind: 'giveUp', failures: next }
  const delayMs = next === 1 ? 0 : Math.min(longestDelayMs, 100 * 2 ** (next - 2))
  return { kind: 'restart', delayMs, failures: next }
}

/** A part answers SIGTERM with a clean stop, so code 0 is somebody's wish too. */
function endedFromOutside(exit: PartExit): boolean {
  return exit.code === 0 || (exit.signal !== null && killSignals.has(exit.signal))
}
