import type { BinaryNode } from '../parse/node.ts'
import { primitive, typeText } from '../types/edm-type.ts'
import { bind } from './bind.ts'
import { comparable } from './bind-compare.ts'
import { bindLiteral } from './bind-literal.ts'
import type { Bound, Comparison, MembershipNode } from './bound.ts'
import { mismatch, type Scope } from './scope.ts'

const boolean = primitive('Edm.Boolean')

/** Binds `in`, with a list of literals or a collection on its right. */
export function bindMembership(
  { right, position }: BinaryNode,
  left: Bound,
  scope: Scope,
): MembershipNode {
  if (right.kind === 'list') return amongValues(position, left, right.items.map(bindLiteral))
  const bound = bind(right, scope)
  return bound.kind === 'tuple' && bound.names === undefined
    ? amongValues(position, left, bound.items)
    : inCollection(position, left, bound)
}

function amongValues(position: number, left: Bound, items: readonly Bound[]): MembershipNode {
  let side = left
  let comparison: Comparison = 'plain'
  const values = items.map((item) => {
    const pair = comparable(left, item, false)
    if (pair === undefined) {
      const message = `The list must hold ${typeText(left.type)} as before in.`
      throw mismatch(item.position, message, orderHint(left))
    }
    if (pair.right.type.kind !== 'null') {
      side = pair.left
      comparison = pair.comparison
    }
    return pair.right
  })
  return {
    kind: 'membership',
    left: side,
    values,
    collection: undefined,
    comparison,
    type: boolean,
    position,
  }
}

function orderHint({ kind }: Bound): string | undefined {
  return kind === 'constant' ? 'in binds tighter than add and mul: use brackets.' : undefined
}

function inCollection(position: number, left: Bound, right: Bound): MembershipNode {
  const { type } = right
  if (type.kind !== 'collection' && type.kind !== 'dynamic') {
    const message = `Right of in stands a list or a collection, not ${typeText(type)}.`
    throw mismatch(right.position, message, "Write a list in round brackets: in ('a','b').")
  }
  const element: Bound = {
    kind: 'item',
    slot: -1,
    path: '',
    type: type.kind === 'collection' ? type.of : type,
    position,
  }
  const pair = comparable(left, element, false)
  if (pair === undefined) {
    throw mismatch(position, `There is no ${typeText(left.type)} in ${typeText(type)}.`)
  }
  const { left: side, comparison } = pair
  return {
    kind: 'membership',
    left: side,
    values: undefined,
    collection: right,
    comparison,
    type: boolean,
    position,
  }
}
