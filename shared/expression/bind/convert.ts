import { isNumeric, isPrimitive, type PrimitiveName, type Type } from '../types/edm-type.ts'
import { toDouble, type NumberValue } from '../values/number-value.ts'
import { readerOf } from '../values/read-value.ts'
import { ExpressionError } from '../expression-error.ts'
import type { Bound, ConstantNode } from './bound.ts'

/** A dynamic value made one of a type; anything else stays as it is. */
export function convertTo(operand: Bound, type: Type): Bound {
  if (operand.type.kind !== 'dynamic') return operand
  return { kind: 'convert', operand, type, position: operand.position }
}

/**
 * A number written in the expression is exact; where it meets a Double it is taken as one, so that
 * `0.1` equals what was stored for 0.1.
 */
export function literalFor(node: Bound, other: Type): Bound {
  if (node.kind !== 'constant' || node.value === null) return node
  if (isNumeric(node.type) && isPrimitive(other, 'Edm.Double')) {
    return { ...node, value: toDouble(node.value as NumberValue), type: other }
  }
  return textLiteral(node, other)
}

const writtenAsText: readonly PrimitiveName[] = [
  'Edm.Date',
  'Edm.TimeOfDay',
  'Edm.DateTimeOffset',
  'Edm.Duration',
  'Edm.Guid',
  'Edm.Binary',
]

/** OData 4.01 lets a text stand for a value of these types. */
function textLiteral(node: ConstantNode, other: Type): Bound {
  if (typeof node.value !== 'string' || !isPrimitive(node.type, 'Edm.String')) return node
  if (other.kind !== 'primitive' || !writtenAsText.includes(other.name)) return node
  const value = readerOf(other)(node.value)
  if (value !== null) return { ...node, value, type: other }
  const message = `This text is no ${other.name.slice(4)}.`
  throw new ExpressionError({ code: 'InvalidLiteral', message, position: node.position })
}
