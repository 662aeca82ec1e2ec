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
    matrices: (Object.keys(titles) as (keyof typeof titles)[]).map((what) => ({
      title: `kiosk: ${titles[what]}`,
      columns: columns.map(String),
      lines: costs.map(({ crowd, marks }) => ({
        name: crowd.name,
        values: columns.map((n) => marks.find((mark) => mark.n === n)?.[what] ?? NaN),
      })),
    })),
  }
}

const titles = {
  reads: 'reads of the n-th event',
  writes: 'writes of the n-th event',
  ms: 'ms of the n-th event',
  allocatedKiB: 'KiB allocated for the n-th event',
  besideRowsMiB: 'MiB held beside the rows after n events',
} as const
const columns = [10, 50, 100, 200, 1000, 1200, 10_000, 100_000]
/** Storage reads of an event whose identifier is quarantined, and the bytes of its node. */
const [mostReads, mostBytes] = [12, 64 * 1024]
/** What a process may hold beside the rows, however many share an identifier, in MiB. */
const mostBesideRows = 16

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
    {
      ...{ name: `${name}, reads of the next where three times as many are allowed` },
      ...{ value: cost.roomier.reads, unit: '' },
    },
    { name: `${name}, rate`, value: cost.eventsPerSecond, unit: 'events/s' },
    {
      ...{
        name: `${name}, memory beside the rows at event ${last?.n}`,
        value: last?.besideRowsMiB ?? NaN,
        unit: 'MiB',
      },
      budget: { atMost: mostBesideRows },
    },
  ]
}
