import type { LiteralNode } from '../parse/node.ts'
import { primitive, type PrimitiveName, type Type } from '../types/edm-type.ts'
import type { LiteralValue } from '../values/literal.ts'
import type { ConstantNode } from './bound.ts'
import { unsupported } from './scope.ts'

const types: Readonly<
  Record<Exclude<LiteralValue['type'], 'null' | 'enum' | 'geo'>, PrimitiveName>
> = {
  boolean: 'Edm.Boolean',
  string: 'Edm.String',
  integer: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  double: 'Edm.Double',
  date: 'Edm.Date',
  timeOfDay: 'Edm.TimeOfDay',
  dateTimeOffset: 'Edm.DateTimeOffset',
  duration: 'Edm.Duration',
  guid: 'Edm.Guid',
  binary: 'Edm.Binary',
}

export function bindLiteral({ literal, position }: LiteralNode): ConstantNode {
  if (literal.type === 'enum' || literal.type === 'geo') {
    const what = literal.type === 'enum' ? 'enumerations' : 'places and shapes'
    throw unsupported(position, `There are no ${what} here.`)
  }
  if (literal.type === 'null') return constant(null, { kind: 'null' }, position)
  return constant(literal.value, primitive(types[literal.type]), position)
}

export function constant(value: ConstantNode['value'], type: Type, position: number): ConstantNode {
  return { kind: 'constant', value, type, position }
}
