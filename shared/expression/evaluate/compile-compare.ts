import type { Bound, CompareNode, CompareOperator } from '../bind/bound.ts'
import { isPrimitive } from '../types/edm-type.ts'
import type { Value } from '../values/value.ts'
import { comparerOf } from './compare-values.ts'
import { compile } from './compile.ts'
import { compileKeyValues } from './compile-property.ts'
import { compileMisfit } from './compile-convert.ts'
import type { Evaluate, Layout, Test } from './frame.ts'

/** Whether a comparison holds, by the order of the two values; false for NaN but for `ne`. */
const holds: Readonly<Record<CompareOperator, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
}

/** Never unknown: null equals null alone, and is neither greater nor less than anything. */
export function compileCompare(node: CompareNode, layout: Layout): Evaluate {
  const { operator, comparison } = node
  const key = compileKeyComparison(node, layout)
  if (key !== undefined) return key
  const left = compile(node.left, layout)
  const constant = plainConstant(node.right)
  if (constant !== undefined && isPlain(node.left)) return withConstant(operator, left, constant)
  const right = compile(node.right, layout)
  const compare = comparerOf(comparison)
  const test = holds[operator]
  if (operator !== 'eq' && operator !== 'ne') {
    return (frame) => {
      const a = left(frame)
      const b = right(frame)
      return a !== null && b !== null && test(compare(a, b))
    }
  }
  const misfits = [node.left, node.right].flatMap((side) => compileMisfit(side, layout) ?? [])
  const areNull: Test = (frame) => !misfits.some((isMisfit) => isMisfit(frame))
  const isEq = operator === 'eq'
  return (frame) => {
    const a = left(frame)
    const b = right(frame)
    if (a !== null && b !== null) return test(compare(a, b))
    return (a === b && areNull(frame)) === isEq
  }
}

type Plain = string | number

/** What JavaScript compares as OData does: texts, and numbers that are no decimals. */
function plainConstant(node: Bound): Plain | undefined {
  if (node.kind !== 'constant' || !isPlain(node)) return undefined
  const { value } = node
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

function isPlain({ type }: Bound): boolean {
  return (
    isPrimitive(type, 'Edm.String') ||
    isPrimitive(type, 'Edm.Double') ||
    isPrimitive(type, 'Edm.Int32') ||
    isPrimitive(type, 'Edm.Int64') ||
    isPrimitive(type, 'Edm.Date')
  )
}

function withConstant(operator: CompareOperator, left: Evaluate, constant: Plain): Evaluate {
  const read = left as (frame: Parameters<Evaluate>[0]) => Plain | null
  switch (operator) {
    case 'eq':
      return (frame) => read(frame) === constant
    case 'ne':
      return (frame) => read(frame) !== constant
    case 'gt':
      return (frame) => {
        const value = read(frame)
        return value !== null && value > constant
      }
    case 'ge':
      return (frame) => {
        const value = read(frame)
        return value !== null && value >= constant
      }
    case 'lt':
      return (frame) => {
        const value = read(frame)
        return value !== null && value < constant
      }
    case 'le':
      return (frame) => {
        const value = read(frame)
        return value !== null && value <= constant
      }
  }
}

/** An alternate key equals a value if one of its values does. */
function compileKeyComparison(node: CompareNode, layout: Layout): Evaluate | undefined {
  const { operator, left, right } = node
  const [key, other] = isKey(left) ? [left, right] : [right, left]
  if (!isKey(key) || (operator !== 'eq' && operator !== 'ne')) return undefined
  const values = compileKeyValues(key, layout)
  const wanted = compile(other, layout)
  return (frame) => {
    const found = hasKey(values(frame), wanted(frame))
    return operator === 'eq' ? found : !found
  }
}

type KeyNode = Extract<Bound, { kind: 'property' }>

export function isKey(node: Bound): node is KeyNode {
  return node.kind === 'property' && node.property.isAlternateKey === true
}

/** A key without values is null. */
export function hasKey(values: Value, wanted: Value): boolean {
  const list = values as readonly unknown[]
  return wanted === null ? list.length === 0 : list.includes(wanted)
}
