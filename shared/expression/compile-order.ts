import { bind } from './bind/bind.ts'
import { comparable } from './bind/bind-compare.ts'
import { mismatch, rootScope } from './bind/scope.ts'
import {
  compileExpression,
  type Circumstances,
  type Expression,
  type ExpressionSettings,
} from './compile-expression.ts'
import { comparerOf, type Compare } from './evaluate/compare-values.ts'
import { createCursor } from './parse/cursor.ts'
import { takeEnd } from './parse/parse-expression.ts'
import type { OrderItem } from './query/query.ts'
import { takeOrderBy } from './query/take-orderby.ts'
import { typeText } from './types/edm-type.ts'
import type { Value } from './values/value.ts'

/** An order of rows that is ready to be used. */
export interface Order {
  readonly keys: readonly Expression[]
  /** Rows, or what holds them, in order; equal ones stay as they were. */
  sort<Held>(
    list: readonly Held[],
    circumstances: Circumstances,
    rowOf?: (held: Held) => unknown,
  ): Held[]
}

/** Parses, checks and compiles an order. Throws `ExpressionError`. */
export function compileOrder(
  source: string | readonly OrderItem[],
  settings: ExpressionSettings,
): Order {
  const items = typeof source === 'string' ? parseOrder(source, settings) : source
  const keys = items.map(({ node }) => compileExpression(node, settings))
  const compares = items.map((item) => compareOf(item, settings))
  return {
    keys,
    sort: (list, circumstances, rowOf = (held) => held) => {
      const evaluates = keys.map((key) => key.prepare(circumstances))
      const keyed = list.map((held) => {
        const row = rowOf(held)
        return { held, values: evaluates.map((evaluate) => evaluate(row)) }
      })
      return keyed.sort((a, b) => compareAll(compares, a.values, b.values)).map(({ held }) => held)
    },
  }
}

function parseOrder(text: string, { limits }: ExpressionSettings): OrderItem[] {
  const cursor = createCursor(text, limits, { target: '$orderby' })
  const items = takeOrderBy(cursor)
  takeEnd(cursor)
  return items
}

/** Null comes before everything, and not-a-number after null; descending is the reverse. */
function compareOf({ node, direction }: OrderItem, settings: ExpressionSettings): Compare {
  const bound = bind(node, rootScope(settings, settings.aliases))
  const pair = comparable(bound, bound, true)
  if (pair === undefined && bound.type.kind !== 'null') {
    throw mismatch(bound.position, `${typeText(bound.type)} has no order.`)
  }
  const compare = comparerOf(pair?.comparison ?? 'plain')
  const sign = direction === 'desc' ? -1 : 1
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -sign : sign
    const order = compare(a, b)
    return Number.isNaN(order) ? sign * (rank(a) - rank(b)) : sign * order
  }
}

const kinds = ['boolean', 'number', 'bigint', 'string', 'object']

/** Keeps what cannot be compared apart: NaN before numbers, then by kind. */
function rank(value: Value): number {
  return Number.isNaN(value) ? -1 : kinds.indexOf(typeof value)
}

function compareAll(
  compares: readonly Compare[],
  a: readonly Value[],
  b: readonly Value[],
): number {
  for (const [index, compare] of compares.entries()) {
    const order = compare(a[index] ?? null, b[index] ?? null)
    if (order !== 0) return order
  }
  return 0
}
