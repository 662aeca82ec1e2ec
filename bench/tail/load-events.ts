import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { batchCalls } from '../main/traffic.ts'
import { cpuTime } from '../measure/cpu-time.ts'
import { timed } from '../measure/timed.ts'
import { post } from '../runtime/client.ts'
import type { Runtime } from '../runtime/start-runtime.ts'

export interface LoadFigures {
  /** Events a second. */
  readonly rate: number
  /** How long each request took, in milliseconds. */
  readonly times: readonly number[]
  /** How long the host worked meanwhile, in milliseconds, where that is known. */
  readonly hostMs: number | undefined
}

const batchSize = 100
const inFlight = 8

/** Sends so many events as fast as they are taken. */
export async function loadEvents(
  { url, hostPid }: Pick<Runtime, 'url' | 'hostPid'>,
  { id, events }: { readonly id: string; readonly events: number },
): Promise<LoadFigures> {
  const bodies = Array.from({ length: events / batchSize }, (_, batch) => {
    const plan = { id: `${id}-${batch}`, crowd: id, first: batch * 25, visitors: 25 }
    const calls = batchCalls({ ...plan, events: batchSize, identified: false, time: Date.now() })
    return JSON.stringify({ batch: calls })
  })
  const times: number[] = []
  const before = await cpuTime(hostPid)
  const wholeMs = await timed(() =>
    mapLimited(bodies, inFlight, async (body) => {
      times.push(await timed(() => post(url, 'batch', body)))
    }),
  )
  const after = await cpuTime(hostPid)
  const hostMs = before === undefined || after === undefined ? undefined : after - before
  return { rate: (events * 1000) / wholeMs, times, hostMs }
}
