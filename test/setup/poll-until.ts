import { setTimeout as delay } from 'node:timers/promises'

/** Asks again and again until there is an answer; fails when there is none in time. */
export async function pollUntil<T>(
  ask: () => Promise<T | undefined>,
  { timeoutMs = 20_000, everyMs = 50 } = {},
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`no answer within ${timeoutMs} ms`)
    await delay(everyMs)
  }
}
