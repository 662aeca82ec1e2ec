import type { CallNode, Node } from '../parse/node.ts'
import {
  isPrimitive,
  primitive,
  typeOfName,
  typeText,
  type PrimitiveType,
  type Type,
} from '../types/edm-type.ts'
import { castValue } from '../values/cast-value.ts'
import { readerOf } from '../values/read-value.ts'
import type { Value } from '../values/value.ts'
import { bind } from './bind.ts'
import { constant } from './bind-literal.ts'
import type { Bound } from './bound.ts'
import { computed } from './compute.ts'
import { mismatch, unsupported, type Scope } from './scope.ts'

/** Binds `cast(value,type)` and `isof(value,type)` for primitive types. */
export function bindCast(node: CallNode, scope: Scope): Bound {
  const { name, position, arguments: list } = node
  const [value, named] = list.map((argument) => argument.value)
  if (value === undefined || named === undefined || list.length > 2) {
    throw list.length === 1
      ? unsupported(
          position,
          `${name} of what is asked about is not offered: there are no derived types.`,
        )
      : mismatch(position, `${name} takes a value and a type: ${name}(age,Edm.String).`)
  }
  const type = typeNamed(named)
  if (type === undefined) {
    throw unsupported(
      named.position,
      'There is no such type.',
      'Write Edm.String, Edm.Double, Edm.Date …',
    )
  }
  const operand = bind(value, scope)
  if (name.toLowerCase() === 'isof') return isOf(operand, type, position)
  if (type.kind !== 'primitive') throw unsupported(position, `cast gives no ${typeText(type)}.`)
  return { ...toType(operand, type), position }
}

function typeNamed(node: Node): Type | undefined {
  if (node.kind === 'call' && node.name.toLowerCase() === 'collection') {
    const [inner] = node.arguments
    const of = inner && typeNamed(inner.value)
    return of === undefined ? undefined : { kind: 'collection', of }
  }
  const [segment, more] = node.kind === 'path' ? node.segments : []
  return segment?.kind === 'name' && more === undefined ? typeOfName(segment.name) : undefined
}

/** A value made one of a primitive type; null where it cannot be one. */
export function toType(operand: Bound, type: PrimitiveType): Bound {
  const { type: from, position } = operand
  if (from.kind === 'primitive' && from.name === type.name) return operand
  if (from.kind === 'null') return constant(null, type, position)
  if (from.kind === 'collection' || from.kind === 'complex') {
    throw unsupported(position, `${typeText(from)} cannot be made ${typeText(type)}.`)
  }
  const compute = (value: Value): Value => castValue(value, from, type)
  return computed({ name: `cast ${type.name}`, operands: [operand], type, position, compute })
}

function isOf(operand: Bound, type: Type, position: number): Bound {
  const boolean = primitive('Edm.Boolean')
  if (operand.type.kind !== 'dynamic') {
    const isIt = typeText(operand.type) === typeText(type)
    const compute = (): Value => isIt
    return isIt && !isPrimitive(type, 'Edm.Boolean')
      ? computed({ name: 'isof', operands: [operand], type: boolean, position, compute })
      : constant(isIt, boolean, position)
  }
  const read = readerOf(type)
  const compute = (value: Value): Value => {
    const found = read(value)
    return found !== null && typeof found === typeof value
  }
  return computed({ name: 'isof', operands: [operand], type: boolean, position, compute })
}
