import type { UnaryNode } from '../parse/node.ts'
import {
  dynamic,
  isInteger,
  isNumeric,
  isPrimitive,
  primitive,
  typeText,
  type PrimitiveName,
  type Type,
} from '../types/edm-type.ts'
import {
  decimalArithmetic,
  doubleArithmetic,
  integerArithmetic,
  negateNumber,
} from '../values/arithmetic.ts'
import { temporalOperations, type TemporalOperation } from '../values/temporal-arithmetic.ts'
import type { Value } from '../values/value.ts'
import type { Bound } from './bound.ts'
import { computed } from './compute.ts'
import { convertTo, literalFor } from './convert.ts'
import { mismatch } from './scope.ts'

export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'

interface Operation {
  readonly operator: ArithmeticOperator
  readonly left: Bound
  readonly right: Bound
  readonly position: number
}

const double = primitive('Edm.Double')

export function bindArithmetic({ operator, position, ...sides }: Operation): Bound {
  const left = typed(sides.left, sides.right.type, operator)
  const right = typed(sides.right, left.type, operator)
  const temporal = temporalOperation(operator, left.type, right.type)
  if (temporal !== undefined) {
    const type = primitive(temporal.returns)
    const operands = [literalFor(left, right.type), literalFor(right, left.type)]
    return computed({ name: operator, operands, type, position, compute: temporal.compute })
  }
  const kind = numericKind(operator, left.type, right.type)
  if (kind === undefined) {
    const [a, b] = [typeText(sides.left.type), typeText(sides.right.type)]
    throw mismatch(
      position,
      `${operator} does not work with ${a} and ${b}.`,
      hintFor(left.type, right.type),
    )
  }
  const operands = [literalFor(left, kind.type), literalFor(right, kind.type)]
  const compute = kind.table[operator] as (...values: never[]) => Value
  return computed({ name: operator, operands, type: kind.type, position, compute })
}

/** A dynamic operand is a number, or a date or moment where one, or a duration, is added to it. */
function typed(node: Bound, other: Type, operator: ArithmeticOperator): Bound {
  if (node.type.kind === 'null')
    return { ...node, type: other.kind === 'primitive' ? other : double }
  if (node.type !== dynamic && node.type.kind !== 'dynamic') return node
  if (operator !== 'add' && operator !== 'sub') return convertTo(node, double)
  if (isPrimitive(other, 'Edm.Date')) return convertTo(node, other)
  const isTemporal = isPrimitive(other, 'Edm.Duration') || isPrimitive(other, 'Edm.DateTimeOffset')
  return convertTo(node, isTemporal ? primitive('Edm.DateTimeOffset') : double)
}

function temporalOperation(
  operator: ArithmeticOperator,
  left: Type,
  right: Type,
): TemporalOperation | undefined {
  if (left.kind !== 'primitive' || right.kind !== 'primitive') return undefined
  const kind = (type: typeof left): string => (isNumeric(type) ? 'number' : type.name)
  return temporalOperations.get(`${kind(left)} ${operator} ${kind(right)}`)
}

function numericKind(
  operator: ArithmeticOperator,
  left: Type,
  right: Type,
): { readonly type: Type; readonly table: typeof integerArithmetic } | undefined {
  if (!isNumeric(left) || !isNumeric(right)) return undefined
  if (isPrimitive(left, 'Edm.Double') || isPrimitive(right, 'Edm.Double')) {
    return { type: double, table: doubleArithmetic }
  }
  if (isInteger(left) && isInteger(right) && operator !== 'divby') {
    return { type: primitive('Edm.Int64'), table: integerArithmetic }
  }
  return { type: primitive('Edm.Decimal'), table: decimalArithmetic }
}

function hintFor(left: Type, right: Type): string | undefined {
  const has = (name: PrimitiveName): boolean => isPrimitive(left, name) || isPrimitive(right, name)
  const isTime = has('Edm.DateTimeOffset') || has('Edm.Date')
  if (isTime) return "Add or subtract a duration: duration'P7D'."
  if (has('Edm.Duration')) return 'For numbers take totalseconds(…).'
  return has('Edm.String') ? 'Texts are joined by concat(a,b).' : undefined
}

export function bindNegation({ position }: UnaryNode, bound: Bound): Bound {
  const operand = convertTo(bound, double)
  const { type } = operand
  if (type.kind === 'null') return operand
  if (isPrimitive(type, 'Edm.Duration')) {
    const compute = (value: bigint): Value => -value
    return computed({ name: '-', operands: [operand], type, position, compute })
  }
  if (isNumeric(type)) {
    return computed({ name: '-', operands: [operand], type, position, compute: negateNumber })
  }
  throw mismatch(
    position,
    `The sign - stands before a number or a duration, not ${typeText(type)}.`,
  )
}
