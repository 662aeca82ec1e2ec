import type { Benchmark } from './benchmark.ts'
import { clusterBenchmark } from './cluster.ts'
import { expressionBenchmark } from './expression.ts'
import { identityBenchmark } from './identity.ts'
import { kioskBenchmark } from './kiosk.ts'
import { mainBenchmark } from './main.ts'
import { rebuildBenchmark } from './rebuild.ts'
import { tailBenchmark } from './tail.ts'

/** All benchmarks, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  mainBenchmark,
  tailBenchmark,
  rebuildBenchmark,
  clusterBenchmark,
  identityBenchmark,
  kioskBenchmark,
  expressionBenchmark,
]
