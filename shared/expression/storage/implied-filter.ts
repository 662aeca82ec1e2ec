import { pathOf } from '../bind/bind-path.ts'
import type { Bound, CompareNode, CompareOperator, MembershipNode } from '../bind/bound.ts'
import { flip } from '../analyse/moments.ts'
import { asColumnValue, type Column, type ColumnValue } from './column.ts'
import { nextText } from './next-text.ts'

/** A condition on stored columns. */
export type StoredFilter =
  | {
      readonly kind: 'compare'
      readonly column: Column
      readonly operator: CompareOperator
      readonly value: ColumnValue
    }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly StoredFilter[] }

/** Table storage takes no more comparisons in a filter. */
const mostComparisons = 15

export type Columns = ReadonlyMap<string, Column>

/**
 * A condition that every row meets for which the expression is true, as far as Table storage can
 * say it; undefined where nothing is implied. What it lets through is evaluated again.
 */
export function impliedFilter(
  node: Bound,
  columns: Columns,
  budget = mostComparisons,
): StoredFilter | undefined {
  if (node.kind === 'logic') {
    const implied = node.operator === 'and' ? impliedByAnd : impliedByOr
    return implied(node.operands, columns, budget)
  }
  if (node.kind === 'compare') return impliedByCompare(node, columns)
  if (node.kind === 'membership') return impliedByMembership(node, columns, budget)
  if (node.kind === 'compute' && node.name === 'startswith') {
    return impliedByPrefix(node.operands, columns, budget)
  }
  const column = node.kind === 'property' ? columns.get(node.path) : undefined
  // not, any, functions and arithmetic say nothing that the store understands.
  if (column?.type !== 'Boolean') return undefined
  return { kind: 'compare', column, operator: 'eq', value: true }
}

/** Whatever fits: each part alone is implied by the whole. */
function impliedByAnd(
  operands: readonly Bound[],
  columns: Columns,
  budget: number,
): StoredFilter | undefined {
  const parts: StoredFilter[] = []
  let rest = budget
  for (const operand of operands) {
    const part = impliedFilter(operand, columns, rest)
    if (part === undefined || sizeOf(part) > rest) continue
    rest -= sizeOf(part)
    parts.push(part)
  }
  return joined('and', parts)
}

/** All or nothing. */
function impliedByOr(
  operands: readonly Bound[],
  columns: Columns,
  budget: number,
): StoredFilter | undefined {
  const parts = operands.map((operand) => impliedFilter(operand, columns, budget))
  const known = parts.filter((part) => part !== undefined)
  const size = known.reduce((sum, part) => sum + sizeOf(part), 0)
  return known.length < parts.length || size > budget ? undefined : joined('or', known)
}

function joined(kind: 'and' | 'or', operands: readonly StoredFilter[]): StoredFilter | undefined {
  return operands.length > 1 ? { kind, operands } : operands[0]
}

function sizeOf(filter: StoredFilter): number {
  return filter.kind === 'compare' ? 1 : filter.operands.reduce((sum, one) => sum + sizeOf(one), 0)
}

function impliedByCompare(node: CompareNode, columns: Columns): StoredFilter | undefined {
  const { left, right, operator } = node
  return (
    compareColumn(columns.get(pathOf(left)), operator, right) ??
    compareColumn(columns.get(pathOf(right)), flip(operator), left)
  )
}

/**
 * `ne` is left out where a value may be missing: a missing one is not equal in OData, but never
 * found by the store. Bounds of times are widened to whole milliseconds.
 */
function compareColumn(
  column: Column | undefined,
  operator: CompareOperator,
  other: Bound,
): StoredFilter | undefined {
  if (column === undefined || other.kind !== 'constant') return undefined
  if (operator === 'ne' && column.isRequired !== true) return undefined
  const value = asColumnValue(other.value, column.type, operator)
  if (value === undefined) return undefined
  const isTime = column.type === 'DateTime'
  const wide = !isTime ? operator : operator === 'gt' ? 'ge' : operator === 'lt' ? 'le' : operator
  return { kind: 'compare', column, operator: wide, value }
}

function impliedByMembership(
  { left, values }: MembershipNode,
  columns: Columns,
  budget: number,
): StoredFilter | undefined {
  if (values === undefined || values.length === 0 || values.length > budget) return undefined
  const parts = values.map((value) => compareColumn(columns.get(pathOf(left)), 'eq', value))
  const known = parts.filter((part) => part !== undefined)
  return known.length < parts.length ? undefined : joined('or', known)
}

function impliedByPrefix(
  [text, prefix]: readonly Bound[],
  columns: Columns,
  budget: number,
): StoredFilter | undefined {
  const column = text && columns.get(pathOf(text))
  if (column?.type !== 'String' || prefix?.kind !== 'constant' || budget < 2) return undefined
  const least = prefix.value
  const next = typeof least === 'string' ? nextText(least) : undefined
  if (typeof least !== 'string' || next === undefined) return undefined
  return joined('and', [
    { kind: 'compare', column, operator: 'ge', value: least },
    { kind: 'compare', column, operator: 'lt', value: next },
  ])
}
