import path from 'node:path'
import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { readTrueStream, type TrueStream } from './identity/read-stream.ts'
import { scoreStream, type Variant } from './identity/score-stream.ts'
import { timed } from './measure/timed.ts'
import type { Matrix } from './report/matrix.ts'

/** How well activities find their owners, on a stream whose people are known. */
export const identityBenchmark: Benchmark = { name: 'identity', run }

async function run({ root, say }: Session): Promise<BenchResult> {
  const shared = path.resolve(root, '../shared')
  const stream = await readTrueStream(shared)
  if (stream === undefined) {
    say(`identity: not measured, ${shared} has no data/synth-stream-dev`)
    return { rows: [], matrices: [] }
  }
  say('identity: owners of the events of 600 people …')
  let defaults = { precision: NaN, recall: NaN }
  const ms = await timed(async () => {
    defaults = scoreStream(stream)
  })
  return {
    rows: [
      row('precision', defaults.precision, 0.999),
      row('recall', defaults.recall, 0.978),
      { name: `identity: ${stream.events.length} events to owners`, value: ms, unit: 'ms' },
    ],
    matrices: [scores(stream)],
  }
}

function row(name: string, value: number, atLeast: number) {
  return { name: `identity: pairwise ${name}`, value, unit: '', budget: { atLeast } }
}

const conflicts = ['moveToLatest', 'keepFirst', 'ambiguous'] as const
const histories = ['timeSliced', 'followsOwner', 'isolated'] as const

/** Every setting that decides who owns an activity, against each way to settle a conflict. */
function scores(stream: TrueStream): Matrix {
  const variants = conflicts.flatMap((onConflict) => [
    ...histories.map((deviceHistory) => variant(onConflict, { deviceHistory })),
    variant(onConflict, { deviceMerge: 'allow' }),
  ])
  return {
    title: 'identity: owners of events',
    columns: ['precision', 'recall'],
    lines: variants.map(({ name, given }) => {
      const { precision, recall } = scoreStream(stream, given)
      return { name, values: [precision, recall] }
    }),
  }
}

function variant(
  onConflict: (typeof conflicts)[number],
  settings: NonNullable<Variant['settings']>,
): { readonly name: string; readonly given: Variant } {
  const name = [onConflict, ...Object.values(settings)].join(', ')
  return { name, given: { onConflict, settings } }
}
