import { compileFilter } from '../../shared/expression/compile-expression.ts'
import { timed } from '../measure/timed.ts'
import type { Matrix } from '../report/matrix.ts'
import { customers, modelOfShop, shopNow, type Customer } from './customers.ts'
import type { Peers, RulesEngine } from './peers.ts'
import { perSecond } from './per-second.ts'
import { typicalFilters, type TypicalFilter } from './typical-filters.ts'

export interface Evaluation {
  readonly matrix: Matrix
  /** Over all ten filters. */
  readonly rowsPerSecond: number
}

/** How many rows a second each filter is asked about; 0 where an engine cannot say it. */
export async function measureEvaluation(
  { sift, rulesEngine }: Peers,
  count: number,
): Promise<Evaluation> {
  const rows = customers(count)
  const lines = []
  for (const filter of typicalFilters) {
    const values = [ofOurs(filter, rows)]
    if (sift !== undefined) values.push(ofSift(sift, filter, rows))
    if (rulesEngine !== undefined) values.push(await ofRules(rulesEngine, filter, rows))
    lines.push({ name: filter.name, values })
  }
  const columns = [
    'ours',
    ...(sift === undefined ? [] : ['sift']),
    ...(rulesEngine === undefined ? [] : ['json-rules-engine']),
  ]
  const slowness = lines.reduce((sum, { values }) => sum + 1 / (values[0] ?? NaN), 0)
  return {
    matrix: { title: 'expression: rows/s', columns, lines },
    rowsPerSecond: lines.length / slowness,
  }
}

function ofOurs({ filter }: TypicalFilter, rows: readonly Customer[]): number {
  const matches = compileFilter(filter, { model: modelOfShop }).prepare({ now: shopNow })
  return perRow(rows, matches)
}

function ofSift(
  sift: NonNullable<Peers['sift']>,
  { sift: query }: TypicalFilter,
  rows: readonly Customer[],
): number {
  return query === undefined ? 0 : perRow(rows, sift(query))
}

function perRow(rows: readonly Customer[], matches: (row: Customer) => boolean): number {
  return perSecond(() => rows.filter(matches).length, 3) * rows.length
}

/** It is asynchronous and slow: fewer rows tell as much. */
async function ofRules(
  engine: RulesEngine,
  { rule }: TypicalFilter,
  rows: readonly Customer[],
): Promise<number> {
  if (rule === undefined) return 0
  const matches = engine.create(rule)
  const some = rows.slice(0, 1000)
  const run = async (): Promise<void> => {
    for (const row of some) await matches(row)
  }
  await run()
  return (1000 * some.length) / (await timed(run))
}
