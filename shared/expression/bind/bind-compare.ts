import {
  isNumeric,
  isPrimitive,
  primitive,
  typeText,
  type PrimitiveName,
  type Type,
} from '../types/edm-type.ts'
import type { Bound, CompareNode, CompareOperator, Comparison } from './bound.ts'
import { convertTo, literalFor } from './convert.ts'
import { mismatch } from './scope.ts'
import { structured } from './structured.ts'

const boolean = primitive('Edm.Boolean')

export interface Comparands {
  readonly operator: CompareOperator
  readonly left: Bound
  readonly right: Bound
  readonly position: number
}

export function bindCompare({ operator, position, ...sides }: Comparands): CompareNode {
  const isOrder = operator !== 'eq' && operator !== 'ne'
  const pair = comparable(sides.left, sides.right, isOrder)
  if (pair === undefined) throw refuse(operator, position, sides)
  return { kind: 'compare', operator, ...pair, type: boolean, position }
}

function refuse(
  operator: CompareOperator,
  position: number,
  { left, right }: Pick<Comparands, 'left' | 'right'>,
): Error {
  const literal = [right, left].find(({ kind }) => kind === 'constant')
  const [a, b] = [typeText(left.type), typeText(right.type)]
  const message = `${operator} cannot compare ${a} with ${b}.`
  return mismatch(literal?.position ?? position, message, hintFor(left, right))
}

function hintFor(left: Bound, right: Bound): string | undefined {
  const types = [left.type, right.type]
  if (types.some(({ kind }) => kind === 'collection')) {
    return 'Ask for the elements of a collection: any(a: …), or for their number: $count.'
  }
  const has = (name: PrimitiveName): boolean => types.some((type) => isPrimitive(type, name))
  if (has('Edm.Date') && has('Edm.DateTimeOffset')) {
    return 'Write the moment out, 2026-05-31T00:00:00Z, or take date(…) of it.'
  }
  if (has('Edm.Boolean')) return 'Compare it with true or false, without quotes.'
  if (!types.some(isNumeric)) return undefined
  if (has('Edm.String')) {
    const isQuoted = [left, right].some(
      (side) => side.kind === 'constant' && isPrimitive(side.type, 'Edm.String'),
    )
    return isQuoted ? 'Numbers stand without quotes: 5.' : "Texts stand in quotes: '5'."
  }
  if (has('Edm.Duration')) return "Durations are written duration'PT1H', or take totalseconds(…)."
  if (has('Edm.Date') || has('Edm.DateTimeOffset')) {
    return 'Write a date, 2026-05-31, or take year(…), month(…) or day(…) of it.'
  }
  return undefined
}

type Pair = Pick<CompareNode, 'left' | 'right' | 'comparison'>

/** Both sides made comparable; undefined where they are not. */
export function comparable(a: Bound, b: Bound, isOrder: boolean): Pair | undefined {
  const left = literalFor(aligned(a, b.type), b.type.kind === 'dynamic' ? a.type : b.type)
  const right = literalFor(aligned(b, a.type), left.type)
  const first = literalFor(left, right.type)
  const comparison = comparisonOf(first.type, right.type)
  if (comparison === undefined || (comparison === 'deep' && isOrder)) return undefined
  if (comparison === 'deep')
    return { left: structured(first), right: structured(right), comparison }
  return { left: first, right, comparison }
}

/** A dynamic side takes the type of the other one; numbers in open complexes are Doubles. */
function aligned(node: Bound, other: Type): Bound {
  if (node.type.kind !== 'dynamic' || other.kind !== 'primitive') return node
  return convertTo(node, isNumeric(other) ? primitive('Edm.Double') : other)
}

function comparisonOf(left: Type, right: Type): Comparison | undefined {
  if (left.kind === 'null' || right.kind === 'null') {
    const other = left.kind === 'null' ? right : left
    return other.kind === 'null' ? 'plain' : comparisonOf(other, other)
  }
  if (left.kind === 'primitive' && right.kind === 'primitive') {
    if (isNumeric(left) && isNumeric(right)) return 'number'
    if (left.name !== right.name) return undefined
    return left.name === 'Edm.DateTimeOffset' ? 'moment' : 'plain'
  }
  if (left.kind === 'dynamic' && right.kind === 'dynamic') return 'dynamic'
  if (left.kind === 'dynamic' || right.kind === 'dynamic') return 'deep'
  if (left.kind !== right.kind) return undefined
  return left.kind === 'collection' && right.kind === 'collection'
    ? comparisonOf(left.of, right.of) && 'deep'
    : 'deep'
}
