import { setTimeout as delay } from 'node:timers/promises'
import type { Api, ApiAnswer, ApiRequest } from './api.ts'

const everyMs = 200

export interface Asked {
  readonly answer: ApiAnswer
  /** False when the time was out before the answer was as wanted. */
  readonly isThere: boolean
  readonly seconds: number
}

export interface Asking {
  isThere(answer: ApiAnswer): boolean
  readonly longestMs: number
}

/** Asks again and again until the answer is as wanted, or the time is out. */
export async function askUntil(api: Api, request: ApiRequest, asking: Asking): Promise<Asked> {
  const { isThere, longestMs } = asking
  const start = performance.now()
  for (;;) {
    const answer = await api(request)
    const ms = performance.now() - start
    if (isThere(answer)) return { answer, isThere: true, seconds: ms / 1000 }
    if (ms > longestMs) return { answer, isThere: false, seconds: ms / 1000 }
    await delay(everyMs)
  }
}
