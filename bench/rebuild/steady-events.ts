import { setTimeout as delay } from 'node:timers/promises'
import { post } from '../runtime/client.ts'
import type { VisitorKey } from './shoppers.ts'

/** An event that collect acknowledged, and who must have it. */
export interface SentEvent {
  readonly key: VisitorKey
  readonly messageId: string
}

export interface SteadyEvents {
  /** Ends the sending; answers what was sent. */
  stop(): Promise<readonly SentEvent[]>
}

const everyMs = 200
const eventsATick = 10

/** Sends 50 events a second, in turn by the given visitors, until it is stopped. */
export function startSteadyEvents(url: string, visitors: readonly VisitorKey[]): SteadyEvents {
  const stopping = new AbortController()
  const sent: SentEvent[] = []
  const sending = (async () => {
    while (!stopping.signal.aborted) {
      const next = Array.from({ length: eventsATick }, (_, index) =>
        nextEvent(visitors, sent.length + index),
      )
      await post(url, 'batch', JSON.stringify({ batch: next.map(callOf) }))
      sent.push(...next)
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  // Whoever stops it learns of the failure; until then it is not unhandled.
  sending.catch(() => undefined)
  return {
    stop: async () => {
      stopping.abort()
      await sending
      return sent
    },
  }
}

function nextEvent(visitors: readonly VisitorKey[], index: number): SentEvent {
  const key = visitors[index % visitors.length]
  if (key === undefined) throw new Error('there are no visitors')
  return { key, messageId: `steady-${index}` }
}

function callOf({ key: { namespace, value }, messageId }: SentEvent): object {
  const timestamp = new Date().toISOString()
  return { type: 'track', event: 'Product Viewed', messageId, timestamp, [namespace]: value }
}
