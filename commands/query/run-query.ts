import type { DeclaredFunction } from '../../shared/expression/bind/bound.ts'
import {
  compileFilter,
  type ExpressionSettings,
} from '../../shared/expression/compile-expression.ts'
import { compileOrder, type Order } from '../../shared/expression/compile-order.ts'
import { ExpressionError } from '../../shared/expression/expression-error.ts'
import { primitive } from '../../shared/expression/types/edm-type.ts'
import { plainText } from '../terminal/plain-text.ts'
import type { QueryOptions } from './options.ts'
import { readQueries, readRows, readTypes, type OneQuery, type Row } from './read-input.ts'
import { modelOfRows } from './row-model.ts'

export type QueryAnswer =
  | { readonly kind: 'answered'; readonly json: string }
  | { readonly kind: 'refused'; readonly message: string }

/** Answers one query with its rows, or a file of them with indexes. */
export async function runQuery(options: QueryOptions, now: number): Promise<QueryAnswer> {
  const rows = await readRows(options.rows)
  const types = options.types === undefined ? {} : await readTypes(options.types)
  const settings = settingsFor(rows, types)
  const ask = (query: OneQuery): number[] => matchingRows(query, { rows, settings, now })
  if (options.queries !== undefined) {
    const queries = await readQueries(options.queries)
    return {
      kind: 'answered',
      json: JSON.stringify(queries.map((query) => indexesOrError(query, ask))),
    }
  }
  const { filter, orderby } = options
  const query = {
    ...(filter !== undefined && { filter }),
    ...(orderby !== undefined && { orderby }),
  }
  try {
    const found = ask(query).map((index) => rows[index])
    return { kind: 'answered', json: JSON.stringify(found, undefined, 2) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { kind: 'refused', message: explain(error, query) }
  }
}

type IndexesOrError =
  | { readonly rows: readonly number[] }
  | {
      readonly error: { readonly code: string; readonly message: string; readonly position: number }
    }

function indexesOrError(query: OneQuery, ask: (query: OneQuery) => number[]): IndexesOrError {
  try {
    return { rows: ask(query) }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const { code, message, position } = error
    return { error: { code, message, position } }
  }
}

export function settingsFor(
  rows: readonly Row[],
  types: Readonly<Record<string, string>>,
): ExpressionSettings {
  return {
    model: modelOfRows(rows, types),
    functions: new Map([['ismemberofsegment', isMemberOfSegment]]),
  }
}

/** As in a look-up: by the memberships that a row brings along. */
const isMemberOfSegment: DeclaredFunction = {
  name: 'IsMemberOfSegment',
  parameters: [primitive('Edm.String')],
  returns: primitive('Edm.Boolean'),
  readsSegments: true,
  evaluate: ([name], { item }) => {
    const list = (item as Row)['SegmentMembership']
    return Array.isArray(list) && list.some((one: Row) => one['SegmentName'] === name)
  },
}

interface Asked {
  readonly rows: readonly Row[]
  readonly settings: ExpressionSettings
  readonly now: number
}

/** The indexes of the rows that match, in the order that is asked for. */
export function matchingRows(
  { filter, orderby }: OneQuery,
  { rows, settings, now }: Asked,
): number[] {
  const matches =
    filter === undefined ? () => true : compileFilter(filter, settings).prepare({ now })
  const order = orderby === undefined ? undefined : orderOf(orderby, settings)
  const found = [...rows.keys()].filter((index) => matches(rows[index]))
  if (order === undefined) return found
  const indexed = found.map((index) => ({ row: rows[index], index }))
  return order.sort(indexed, { now }, ({ row }) => row).map(({ index }) => index)
}

/** An error of the order says so. */
function orderOf(orderby: string, settings: ExpressionSettings): Order {
  try {
    return compileOrder(orderby, settings)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const { code, message, position } = error
    throw new ExpressionError({ code, message, position, target: '$orderby' })
  }
}

/** The error, and where it is. */
function explain(error: ExpressionError, { filter, orderby }: OneQuery): string {
  const { code, message, position, target } = error
  const [name, text = ''] = target === '$orderby' ? ['--orderby', orderby] : ['--filter', filter]
  const from = Math.max(0, position - 50)
  const before = plainText(text.slice(from, position))
  const line = before + plainText(text.slice(position, from + 100))
  const pointer = `${' '.repeat(before.length)}^`
  return `${code} in ${name}: ${plainText(message)}\n  ${line}\n  ${pointer}`
}
