import { ApiError } from './api.ts'

/** How the asking goes. */
export type PollState =
  | { readonly kind: 'live' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'failing'; readonly status: number | undefined; readonly waitMs: number }
  | { readonly kind: 'ended' }

export interface PollerInputs {
  readonly everyMs: number
  /** Asks once and shows the answer. */
  ask(): Promise<void>
  report(state: PollState): void
  /** While nobody looks nothing is asked. */
  isHidden(): boolean
  schedule(action: () => void, ms: number): unknown
  cancel(scheduled: unknown): void
}

export interface Poller {
  /** Asks now, also when a wait is under way. */
  wake(): void
}

const longestWaitMs = 30_000

/** How long to wait after so many failures in a row. */
export function waitAfter(failures: number, everyMs: number, retryAfterMs = 0): number {
  if (failures === 0) return everyMs
  const backedOff = Math.max(everyMs, 1000) * 2 ** Math.min(failures - 1, 10)
  return Math.min(longestWaitMs, Math.max(backedOff, retryAfterMs))
}

/** Asks again and again, one question at a time; more rarely while there is no answer. */
export function createPoller(inputs: PollerInputs): Poller {
  const { everyMs, report } = inputs
  let failures = 0
  let isAsking = false
  let scheduled: unknown

  const run = async (): Promise<void> => {
    if (isAsking) return
    if (inputs.isHidden()) return report({ kind: 'hidden' })
    isAsking = true
    const wait = await once()
    isAsking = false
    if (wait !== undefined) scheduled = inputs.schedule(() => void run(), wait)
  }
  const once = async (): Promise<number | undefined> => {
    try {
      await inputs.ask()
      failures = 0
      report({ kind: 'live' })
      return everyMs
    } catch (error) {
      const refused = error instanceof ApiError ? error : undefined
      if (refused?.status === 401 || refused?.status === 403) {
        report({ kind: 'ended' })
        return undefined
      }
      failures += 1
      const waitMs = waitAfter(failures, everyMs, refused?.retryAfterMs)
      report({ kind: 'failing', status: refused?.status, waitMs })
      return waitMs
    }
  }
  return {
    wake: () => {
      inputs.cancel(scheduled)
      void run()
    },
  }
}
