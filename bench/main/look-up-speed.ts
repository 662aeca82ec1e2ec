import { lookUpProfile } from '../../shared/lookup/look-up-profile.ts'
import { sumOf } from '../measure/counter.ts'
import { timesOf } from '../measure/timed.ts'
import type { Row } from '../report/row.ts'
import { spreadRows } from '../report/spread-rows.ts'
import { post, shownActivities, waitUntilWorkedOff } from '../runtime/client.ts'
import type { Runtime } from '../runtime/start-runtime.ts'
import type { BenchContext } from './bench-context.ts'
import { usualBatch, visitorsPerBlob } from './shapes.ts'
import { batchCalls } from './traffic.ts'

/** Who is asked for and how; the visitors are those of a crowd, by number. */
const kinds = [
  { name: 'unknown, by cookie', crowd: 'returning', namespace: 'anonymousId', prefix: 'cookie-' },
  { name: 'known, by user id', crowd: 'customer', namespace: 'userId', prefix: 'user-' },
  {
    name: 'known, by cookie (stub)',
    crowd: 'customer',
    namespace: 'anonymousId',
    prefix: 'cookie-',
  },
] as const

/** Look-ups over HTTP, one after the other. */
export async function measureLookUps(runtime: Runtime, runs: number): Promise<Row[]> {
  for (const [crowd, identified] of [
    ['returning', false],
    ['customer', true],
  ] as const) {
    const plan = usualBatch({ crowd, identified, id: `look-up-${crowd}`, group: 0 })
    await post(runtime.url, 'batch', JSON.stringify({ batch: batchCalls(plan) }))
  }
  await waitUntilWorkedOff(runtime)
  const rows: Row[] = []
  for (const { name, crowd, namespace, prefix } of kinds) {
    const times = await timesOf(runs, async (run) => {
      const key = `${namespace}:${prefix}${crowd}-${run % visitorsPerBlob}`
      if ((await shownActivities(runtime.url, key)) === 0) throw new Error(`${key} is not there`)
    })
    rows.push(...spreadRows(`look-up: ${name}`, times, { atMost: 10 }))
  }
  return rows
}

/** Storage reads of a look-up, counted in this process, where the same crowds were made before. */
export async function countLookUpReads(context: BenchContext): Promise<Row[]> {
  const rows: Row[] = []
  for (const { name, crowd, namespace, prefix } of kinds) {
    context.counter.take()
    await lookUpProfile(context, {
      identifier: { namespace, value: `${prefix}${crowd}-0` },
      include: new Set(['identifiers', 'segments', 'measures']),
      timeline: { top: 100 },
      nextLink: (after) => after,
    })
    rows.push({
      name: `look-up: ${name}, storage reads`,
      value: sumOf(context.counter.take(), 'table.'),
      unit: '',
      budget: { atMost: 3 },
    })
  }
  return rows
}
