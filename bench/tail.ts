import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { percentile } from './measure/percentile.ts'
import type { Row } from './report/row.ts'
import { spreadRows } from './report/spread-rows.ts'
import { withRuntime } from './runtime/with-runtime.ts'
import { loadEvents, type LoadFigures } from './tail/load-events.ts'
import { startTails } from './tail/start-tails.ts'

/** Collect under load, with nobody and with some who follow the events feed, in turns. */
export const tailBenchmark: Benchmark = { name: 'tail', run }

const events = 20_000
const fullRuns = 3
/** How many follow the feed; 0 is what the others are compared with. */
const audiences = [0, 1, 3] as const

async function run(session: Session): Promise<BenchResult> {
  const size = session.quick ? events / 10 : events
  const runs = session.quick ? 1 : fullRuns
  const figures = new Map<number, LoadFigures[]>(audiences.map((tails) => [tails, []]))
  // Without unify, which would share the host's core; in Azure it has instances of its own.
  await withRuntime(session, ['unify'], async ({ url }) => {
    await loadEvents(url, { id: 'warm-up', events: size / 10 })
    for (let turn = 0; turn < runs; turn += 1) {
      for (const tails of turn % 2 === 0 ? audiences : audiences.toReversed()) {
        session.say(`turn ${turn + 1}: ${size} events, ${tails} tails …`)
        const audience = await startTails(session, url, tails)
        try {
          figures.get(tails)?.push(await loadEvents(url, { id: `${turn}-${tails}`, events: size }))
        } finally {
          await audience.stop()
        }
      }
    }
  })
  return { rows: [...figures].flatMap(([tails, loads]) => rowsOf(tails, loads)), matrices: [] }
}

function rowsOf(tails: number, loads: readonly LoadFigures[]): Row[] {
  const name = `collect: batch of 100, 8 in flight, ${tails === 1 ? '1 tail' : `${tails} tails`}`
  const rates = loads.map(({ rate }) => rate)
  return [
    {
      name: `${name}, rate, median of ${loads.length}`,
      value: percentile(rates, 0.5),
      unit: 'events/s',
    },
    { name: `${name}, rate, slowest`, value: Math.min(...rates), unit: 'events/s' },
    { name: `${name}, rate, fastest`, value: Math.max(...rates), unit: 'events/s' },
    ...spreadRows(
      name,
      loads.flatMap(({ times }) => times),
    ),
  ]
}
