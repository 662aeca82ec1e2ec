import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { measureCollectInProcess } from './main/collect-in-process.ts'
import { measureCollect } from './main/collect-speed.ts'
import { measureColdStart } from './main/cold-start.ts'
import { measureCost } from './main/cost.ts'
import { measureFreshness } from './main/freshness.ts'
import { countLookUpReads, measureLookUps } from './main/look-up-speed.ts'
import { sampleMemory } from './main/memory-samples.ts'
import { measureTables } from './main/raw-cost.ts'
import { fullSizes, quickSizes, type Sizes } from './main/sizes.ts'
import { measureUnify } from './main/unify-speed.ts'
import type { Row } from './report/row.ts'
import type { Runtime } from './runtime/start-runtime.ts'
import { withRuntime } from './runtime/with-runtime.ts'

/** The budgets of the design, in one run of a few minutes. */
export const mainBenchmark: Benchmark = { name: 'main', run }

async function run(session: Session): Promise<BenchResult> {
  const sizes = session.quick ? quickSizes : fullSizes
  session.say('cold start …')
  const cold = await measureColdStart(session.root, sizes.coldStarts)
  // Without unify, which would share the host's core; in Azure it has instances of its own.
  session.say('collect …')
  const collect = await withRuntime(session, { without: ['unify'] }, (runtime) =>
    measureCollect(runtime, sizes.collectRuns),
  )
  const rest = await withRuntime(session, {}, (runtime) => measureRuntime(runtime, sizes, session))
  return { rows: [...cold, ...collect, ...rest.rows], matrices: rest.matrices }
}

async function measureRuntime(
  runtime: Runtime,
  sizes: Sizes,
  { say }: Session,
): Promise<BenchResult> {
  const memory = sampleMemory(runtime.hostPid)
  const rows: Row[] = []
  try {
    say('raw table requests …')
    rows.push(...(await measureTables(runtime.storage, sizes.rawRuns)))
    say('unify, counted in process …')
    const cost = await measureCost(runtime.storage, sizes.countedBlobs)
    rows.push(...(await measureCollectInProcess(cost.context, sizes.rawRuns)), ...cost.rows)
    say('unify, a backlog …')
    rows.push(...(await measureUnify(runtime, sizes.backlogBlobs)))
    say('accepted → visible …')
    rows.push(...(await measureFreshness(runtime, sizes.freshnessSeconds)))
    say('look-ups …')
    rows.push(...(await measureLookUps(runtime, sizes.lookUps)))
    rows.push(...(await countLookUpReads(cost.context)))
    return { rows: [...rows, ...memory.stop()], matrices: cost.matrices }
  } finally {
    memory.stop()
  }
}
