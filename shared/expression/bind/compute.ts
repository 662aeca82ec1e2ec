import type { Type } from '../types/edm-type.ts'
import type { Value } from '../values/value.ts'
import { constant } from './bind-literal.ts'
import type { Bound } from './bound.ts'

export interface Computation {
  readonly name: string
  readonly operands: readonly Bound[]
  readonly type: Type
  readonly position: number
  readonly compute: (...values: never[]) => Value
  readonly work?: (...values: never[]) => number
}

/** A computed value; of constants it is one itself, computed now. */
export function computed(computation: Computation): Bound {
  const { operands, type, position, compute } = computation
  const values = operands.flatMap((operand) => (operand.kind === 'constant' ? [operand.value] : []))
  if (values.length < operands.length) {
    const isInvariant = operands.every(isFixed)
    return { kind: 'compute', ...computation, isInvariant }
  }
  const value = values.includes(null) ? null : compute(...(values as never[]))
  return constant(value, type, position)
}

function isFixed(node: Bound): boolean {
  return node.kind === 'constant' || ('isInvariant' in node && node.isInvariant)
}
