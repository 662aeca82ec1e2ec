import { compileFilter } from '../../shared/expression/compile-expression.ts'
import { parseExpression } from '../../shared/expression/parse/parse-expression.ts'
import type { Matrix } from '../report/matrix.ts'
import { modelOfShop } from './customers.ts'
import type { Peers } from './peers.ts'
import { perSecond } from './per-second.ts'
import { typicalFilters } from './typical-filters.ts'

export interface Parsing {
  readonly matrix: Matrix
  /** Over all ten filters. */
  readonly parsesPerSecond: number
  readonly compilesPerSecond: number
}

/** How often a second each filter is parsed, by ours and by others; 0 where it is refused. */
export function measureParsing({ parsers }: Peers, rounds: number): Parsing {
  const settings = { model: modelOfShop }
  const engines: readonly (readonly [string, (filter: string) => unknown])[] = [
    ['ours', (filter) => parseExpression(filter)],
    ['ours, compiled', (filter) => compileFilter(filter, settings)],
    ...parsers,
  ]
  const lines = typicalFilters.map(({ name, filter }) => ({
    name,
    values: engines.map(([, parse]) => speed(() => parse(filter), rounds)),
  }))
  const overall = (column: number): number =>
    lines.length / lines.reduce((sum, { values }) => sum + 1 / (values[column] ?? NaN), 0)
  return {
    matrix: { title: 'expression: parses/s', columns: engines.map(([name]) => name), lines },
    parsesPerSecond: overall(0),
    compilesPerSecond: overall(1),
  }
}

function speed(parse: () => unknown, rounds: number): number {
  try {
    parse()
  } catch {
    return 0
  }
  return perSecond(parse, rounds)
}
