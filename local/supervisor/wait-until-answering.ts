import { setTimeout as delay } from 'node:timers/promises'

/** Resolves with true once a GET of that address is answered at all, with false when aborted. */
export async function waitUntilAnswering(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(5_000)])
      const response = await fetch(url, { signal: limit, headers: { connection: 'close' } })
      await response.body?.cancel()
      return true
    } catch {
      await delay(100, undefined, { signal }).catch(() => undefined)
    }
  }
  return false
}
