import { setTimeout as delay } from 'node:timers/promises'
import { timed } from '../measure/timed.ts'
import { shownActivities } from '../runtime/client.ts'
import type { VisitorKey } from './shoppers.ts'

export interface SteadyLookUps {
  /** Ends the asking; answers how long each took, in milliseconds. */
  stop(): Promise<readonly number[]>
}

const pauseMs = 20

/** Asks for one visitor after the other until it is stopped; one without a profile is an error. */
export function startSteadyLookUps(url: string, visitors: readonly VisitorKey[]): SteadyLookUps {
  const stopping = new AbortController()
  const times: number[] = []
  const asking = (async () => {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      const { namespace, value } = visitors[turn % visitors.length] ?? { namespace: '', value: '' }
      const ask = async (): Promise<void> => {
        const shown = await shownActivities(url, `${namespace}:${value}`)
        if (shown === 0) throw new Error(`${namespace}:${value} has no profile`)
      }
      times.push(await timed(ask))
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  asking.catch(() => undefined)
  return {
    stop: async () => {
      stopping.abort()
      await asking
      return times
    },
  }
}
