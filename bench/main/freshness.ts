import { setTimeout as delay } from 'node:timers/promises'
import type { Row } from '../report/row.ts'
import { spreadRows } from '../report/spread-rows.ts'
import { post } from '../runtime/client.ts'
import type { Runtime } from '../runtime/start-runtime.ts'
import { watchProfiles, type Watch } from './watch-profiles.ts'
import { batchCalls } from './traffic.ts'

const eventsPerSecond = 50
const crowdSize = 250
/** One event in so many is watched until it is visible. */
const probeEvery = 10
const probeVisitors = 25

/** Single events at a steady rate; how long after the answer the profile shows them. */
export async function measureFreshness(runtime: Runtime, seconds: number): Promise<Row[]> {
  const total = eventsPerSecond * seconds
  const watch = watchProfiles(runtime.url)
  const sent: Promise<void>[] = []
  const start = performance.now()
  for (let index = 0; index < total; index += 1) {
    const due = start + (index * 1000) / eventsPerSecond
    await delay(Math.max(0, due - performance.now()))
    sent.push(
      index % probeEvery === 0
        ? probe(runtime, watch, index / probeEvery)
        : send(runtime, { id: `steady-${index}`, crowd: 'steady', first: index % crowdSize }),
    )
  }
  const rate = (total * 1000) / (performance.now() - start)
  await Promise.all(sent)
  const name = `accepted → visible, single events at ${eventsPerSecond}/s`
  return [
    { name: `${name}, rate reached`, value: rate, unit: 'events/s' },
    ...spreadRows(name, await watch.finish(), { atMost: 1000 }),
  ]
}

interface SingleEvent {
  readonly id: string
  readonly crowd: string
  readonly first: number
}

async function send({ url }: Runtime, event: SingleEvent): Promise<void> {
  const plan = { ...event, visitors: 1, events: 1, identified: false, time: Date.now() }
  await post(url, 'track', JSON.stringify(batchCalls(plan)[0]))
}

/** Visitors take turns, so a probe's visitor is new at first and returning later. */
async function probe(runtime: Runtime, watch: Watch, number: number): Promise<void> {
  const visitor = number % probeVisitors
  await send(runtime, { id: `probe-${number}`, crowd: 'probe', first: visitor })
  const activities = Math.floor(number / probeVisitors) + 1
  watch.add({ key: `anonymousId:cookie-probe-${visitor}`, activities })
}
