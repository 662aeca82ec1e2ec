import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { crowds } from './kiosk/crowds.ts'
import { measureCrowd, type CrowdCost } from './kiosk/measure-crowd.ts'
import type { Row } from './report/row.ts'

/** What an event costs that has an identifier which many others share. */
export const kioskBenchmark: Benchmark = { name: 'kiosk', run }

async function run({ quick, say }: Session): Promise<BenchResult> {
  const costs: CrowdCost[] = []
  for (const crowd of crowds(quick)) {
    say(`${crowd.name} …`)
    costs.push(await measureCrowd(crowd))
  }
  return {
    rows: costs.flatMap((cost) => rowsOf(cost)),
    matrices: (['reads', 'writes', 'ms'] as const).map((what) => ({
      title: `kiosk: ${what} of the n-th event`,
      columns: columns.map(String),
      lines: costs.map(({ crowd, marks }) => ({
        name: crowd.name,
        values: columns.map((n) => marks.find((mark) => mark.n === n)?.[what] ?? NaN),
      })),
    })),
  }
}

const columns = [10, 50, 100, 200, 1000, 1200, 10_000, 100_000]
/** Storage reads of an event whose identifier is quarantined, and the bytes of its node. */
const [mostReads, mostBytes] = [12, 64 * 1024]

function rowsOf({ crowd, marks, ...cost }: CrowdCost): Row[] {
  const last = marks.at(-1)
  const name = `kiosk: ${crowd.name}`
  return [
    {
      ...{
        name: `${name}, storage reads of event ${last?.n}`,
        value: last?.reads ?? NaN,
        unit: '',
      },
      ...(crowd.isQuarantined && { budget: { atMost: mostReads } }),
    },
    {
      ...{ name: `${name}, largest node row`, value: cost.largestNode, unit: 'bytes' },
      budget: { atMost: mostBytes },
    },
    { name: `${name}, rate`, value: cost.eventsPerSecond, unit: 'events/s' },
    { name: `${name}, heap with all rows`, value: cost.heapMiB, unit: 'MiB' },
  ]
}
