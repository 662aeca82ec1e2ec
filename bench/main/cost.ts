import type { BenchResult } from '../benchmark.ts'
import { divide } from '../measure/counter.ts'
import { matrixOf } from '../report/matrix.ts'
import type { Row } from '../report/row.ts'
import { benchContext, createBenchTables, type BenchContext } from './bench-context.ts'
import { priceOf, totalOf, usageOf } from './price.ts'
import { eventsPerBlob, shapes, warmUp } from './shapes.ts'
import {
  allowedPerVisitor,
  measureShape,
  requestsPerVisitor,
  type BlobCost,
} from './unify-counts.ts'

const million = 1_000_000
const prefix = 'counted'

/** Storage requests and price of each kind of traffic, counted in this process. */
export async function measureCost(
  connectionString: string,
  blobs: number,
): Promise<BenchResult & { readonly context: BenchContext }> {
  await createBenchTables(connectionString, prefix)
  const context = benchContext(connectionString, prefix)
  const costs: BlobCost[] = []
  // Code that has not run yet is slow: processor times would tell that of the first shape.
  await measureShape(context, warmUp, blobs)
  for (const shape of shapes) costs.push(await measureShape(context, shape, blobs))
  return { context, rows: costs.flatMap(costRows), matrices: costMatrices(costs) }
}

function costRows(cost: BlobCost): Row[] {
  const { name } = cost.shape
  return [
    {
      name: `table requests a visitor and blob: ${name}`,
      value: requestsPerVisitor(cost),
      unit: '',
      budget: { atMost: allowedPerVisitor(cost) },
    },
    {
      name: `table requests a blob for messages: ${name}`,
      value: cost.counts.get('table.messages.write') ?? 0,
      unit: '',
      budget: { atMost: 16 },
    },
    {
      name: `price of 1,000,000 events: ${name}`,
      value: totalOf(pricesOf(cost)),
      unit: 'USD',
      budget: { atMost: 0.3 },
    },
  ]
}

function costMatrices(costs: readonly BlobCost[]): BenchResult['matrices'] {
  const columns = <T>(read: (cost: BlobCost) => T) =>
    costs.map((cost) => [cost.shape.name, read(cost)] as const)
  return [
    matrixOf('Requests for 1,000 events', columns(requests)),
    matrixOf('USD for 1,000,000 events', columns(pricesOf)),
    matrixOf('In this process, a blob of 100 events', columns(times)),
  ]
}

function pricesOf({ counts, collectCpuMs, unifyCpuMs }: BlobCost): ReturnType<typeof priceOf> {
  const cpuMs = collectCpuMs + unifyCpuMs
  return priceOf(usageOf(counts, { cpuMs, blobs: million / eventsPerBlob }))
}

function requests({ counts }: BlobCost): ReadonlyMap<string, number> {
  const shown = [...counts].filter(([name]) => !name.startsWith('bytes.'))
  return divide(new Map(shown), eventsPerBlob / 1000)
}

function times(cost: BlobCost): ReadonlyMap<string, number> {
  return new Map([
    ['collect, CPU ms', cost.collectCpuMs],
    ['unify, CPU ms', cost.unifyCpuMs],
    ['unify, ms', cost.unifyMs],
  ])
}
