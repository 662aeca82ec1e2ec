import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { withRuntime } from './runtime/with-runtime.ts'
import { audienceRows, costRows, type Audience } from './tail/audience-rows.ts'
import { loadEvents, type LoadFigures } from './tail/load-events.ts'
import { startTails } from './tail/start-tails.ts'

/**
 * Collect under load, with nobody and with some who follow the events feed. Each turn measures all
 * of them, and they are compared within a turn: what else the machine does is about the same there.
 */
export const tailBenchmark: Benchmark = { name: 'tail', run }

const events = 20_000
const fullRuns = 12
/** How many follow the feed; 0 is what the others are compared with. */
const audiences = [0, 1, 3] as const

async function run(session: Session): Promise<BenchResult> {
  const size = session.quick ? events / 10 : events
  const runs = session.quick ? 1 : fullRuns
  const figures: Audience[] = audiences.map((tails) => ({ tails, loads: [] }))
  // Without unify, which would share the host's core; in Azure it has instances of its own.
  await withRuntime(session, { without: ['unify'] }, async ({ url, hostPid }) => {
    const measure = async (tails: number, id: string): Promise<LoadFigures> => {
      const audience = await startTails(session, url, tails)
      try {
        return await loadEvents({ url, hostPid }, { id, events: size })
      } finally {
        await audience.stop()
      }
    }
    await measure(0, 'warm-up')
    for (let turn = 0; turn < runs; turn += 1) {
      for (const { tails, loads } of turn % 2 === 0 ? figures : figures.toReversed()) {
        session.say(`turn ${turn + 1} of ${runs}: ${size} events, ${tails} tails …`)
        loads.push(await measure(tails, `${turn}-${tails}`))
      }
    }
  })
  return { rows: [...figures.flatMap(audienceRows), ...costRows(figures)], matrices: [] }
}
