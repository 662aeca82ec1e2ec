import { setTimeout as delay } from 'node:timers/promises'
import { mapLimited } from '../shared/platform/async/map-limited.ts'
import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { cpuTime } from './measure/cpu-time.ts'
import { timed } from './measure/timed.ts'
import { missingEvents } from './rebuild/missing-events.ts'
import { crowdBatches, keyOf, visitorsOf, type Crowd, type VisitorKey } from './rebuild/shoppers.ts'
import { startSteadyEvents, type SentEvent } from './rebuild/steady-events.ts'
import { startSteadyLookUps } from './rebuild/steady-look-ups.ts'
import type { Row } from './report/row.ts'
import { spreadRows } from './report/spread-rows.ts'
import { post, waitUntilWorkedOff } from './runtime/client.ts'
import { runJob } from './runtime/jobs.ts'
import type { Runtime } from './runtime/start-runtime.ts'
import { withRuntime } from './runtime/with-runtime.ts'

/** All profiles made anew from the log: alone, then while events and look-ups go on. */
export const rebuildBenchmark: Benchmark = { name: 'rebuild', run }

const inFlight = 8
const comingBack = 200
const lookUpsBefore = 300

async function run(session: Session): Promise<BenchResult> {
  const crowd: Crowd = { name: 'shop', events: session.quick ? 10_000 : 100_000 }
  // Azurite's file takes no two generations of so many events.
  const settings = { PASSERBY_IN_MEMORY: 'true' }
  return withRuntime(session, { settings }, async (runtime) => {
    const { url } = runtime
    session.say(`${crowd.events} events of ${visitorsOf(crowd)} visitors …`)
    const streaming = await spent(runtime, () => stream(runtime, crowd))
    const asked = someOf(crowd, lookUpsBefore)
    const idle = await lookUpsDuring(url, asked, () => delay(lookUpsBefore * 25))
    session.say('rebuild, nothing else …')
    const alone = await spent(runtime, () => runJob(url, 'rebuild', session.say))
    session.say('rebuild, with 50 events a second and look-ups …')
    const busy = await rebuildBusy(session, url, crowd)
    return {
      rows: [
        { name: 'rebuild: events in the log', value: crowd.events, unit: '' },
        rateRow('streaming them', crowd.events, streaming.ms),
        ...cpuRows('streaming them', crowd.events, streaming),
        rateRow('alone', crowd.events, alone.ms),
        ...cpuRows('alone', crowd.events, alone),
        rateRow('with 50 events/s and look-ups', busy.events, busy.ms),
        ...spreadRows('rebuild: look-up before', idle),
        ...spreadRows('rebuild: look-up meanwhile', busy.lookUps),
        { name: 'rebuild: events that came meanwhile', value: busy.sent.length, unit: '' },
        {
          ...{
            name: 'rebuild: events that came meanwhile, missing',
            value: busy.missing,
            unit: '',
          },
          budget: { atMost: 0 },
        },
      ],
      matrices: [],
    }
  })
}

function rateRow(what: string, events: number, ms: number): Row {
  return { name: `rebuild: ${what}, rate`, value: (events * 1000) / ms, unit: 'events/s' }
}

interface Spent {
  readonly ms: number
  /** CPU time in milliseconds, where it is known: unlike the rate it is the same on a busy machine. */
  readonly host: number | undefined
  readonly storage: number | undefined
}

async function spent(
  { hostPid, storagePid }: Runtime,
  work: () => Promise<unknown>,
): Promise<Spent> {
  const cpuOf = async (pid: number, since = 0): Promise<number | undefined> => {
    const used = await cpuTime(pid)
    return used === undefined ? undefined : used - since
  }
  const [host, storage] = [await cpuOf(hostPid), await cpuOf(storagePid)]
  const ms = await timed(work)
  return { ms, host: await cpuOf(hostPid, host), storage: await cpuOf(storagePid, storage) }
}

function cpuRows(what: string, events: number, { host, storage }: Spent): Row[] {
  const row = (part: string, used: number | undefined): Row[] =>
    used === undefined
      ? []
      : [
          {
            name: `rebuild: ${what}, CPU time of ${part} an event`,
            value: used / events,
            unit: 'ms',
          },
        ]
  return [...row('the host', host), ...row('Azurite', storage)]
}

/** Sends everything as fast as it is taken, and waits until profiles show it. */
async function stream(runtime: Runtime, crowd: Crowd): Promise<void> {
  const bodies = [...crowdBatches(crowd)]
  await mapLimited(bodies, inFlight, (body) => post(runtime.url, 'batch', body))
  await waitUntilWorkedOff(runtime)
}

/** Visitors from all over the crowd. */
function someOf(crowd: Crowd, count: number): VisitorKey[] {
  const all = visitorsOf(crowd)
  return Array.from({ length: count }, (_, index) =>
    keyOf(crowd, Math.floor((index * all) / count)),
  )
}

async function lookUpsDuring(
  url: string,
  visitors: readonly VisitorKey[],
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  const lookUps = startSteadyLookUps(url, visitors)
  try {
    await work()
  } finally {
    await lookUps.stop()
  }
  return lookUps.stop()
}

interface BusyRebuild {
  readonly ms: number
  /** What was in the log at the end of the rebuild. */
  readonly events: number
  readonly lookUps: readonly number[]
  readonly sent: readonly SentEvent[]
  readonly missing: number
}

async function rebuildBusy(session: Session, url: string, crowd: Crowd): Promise<BusyRebuild> {
  const newcomers: Crowd = { name: 'newcomers', events: crowd.events }
  const visitors = [...someOf(crowd, comingBack), ...someOf(newcomers, comingBack)]
  const traffic = startSteadyEvents(url, visitors)
  let events = 0
  let ms = 0
  const lookUps = await lookUpsDuring(url, someOf(crowd, lookUpsBefore), async () => {
    ms = await timed(async () => {
      const { result } = await runJob(url, 'rebuild', session.say)
      events = Number(result?.['events'])
    })
  })
  const sent = await traffic.stop()
  await waitUntilWorkedOff({ url })
  return { ms, events, lookUps, sent, missing: await missingEvents(url, sent) }
}
