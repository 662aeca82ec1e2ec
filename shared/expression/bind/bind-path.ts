import type {
  CallSegment,
  CountSegment,
  FilterSegment,
  NameSegment,
  PathNode,
  QuantifierSegment,
  Segment,
} from '../parse/node.ts'
import { collectionOf, dynamic, primitive, typeText, type Type } from '../types/edm-type.ts'
import { bindCondition } from './bind.ts'
import { bindName } from './bind-name.ts'
import type { Bound, ItemNode } from './bound.ts'
import { convertTo } from './convert.ts'
import { innerScope, mismatch, unsupported, type Scope, type Variable } from './scope.ts'

/** Gives the segments of a path their meaning, one after the other. */
export function bindPath({ segments }: PathNode, scope: Scope): Bound {
  const [first, ...rest] = segments
  let bound = bindFirst(first, scope, rest.length === 0)
  for (const segment of rest) bound = bindNext(bound, segment, scope)
  return bound
}

function bindFirst(segment: Segment | undefined, scope: Scope, isAlone: boolean): Bound {
  if (segment?.kind !== 'name') return bindNext(itemOf(scope.implicit, 0), segment, scope)
  const { name, position } = segment
  if (name === '$it') return itemOf(scope.root, position)
  if (name === '$this') return itemOf(scope.implicit, position)
  if (name === '$root') throw unsupported(position, '$root is not offered.')
  const variable = scope.variables.get(name)
  if (variable !== undefined) return itemOf(variable, position)
  const { variables } = scope
  return bindName(itemOf(scope.implicit, position), segment, { variables, isAlone })
}

function itemOf({ slot, type, path }: Variable, position: number): ItemNode {
  return { kind: 'item', slot, type, path, position }
}

function bindNext(owner: Bound, segment: Segment | undefined, scope: Scope): Bound {
  switch (segment?.kind) {
    case undefined:
      return owner
    case 'name':
      return bindMember(owner, segment)
    case 'call':
      throw refuseCall(segment)
    case 'annotation':
      throw unsupported(segment.position, 'There are no annotations to ask for.')
    case 'count':
      return bindCount(owner, segment, scope)
    case 'filter':
      return where(owner, segment, scope)
    case 'any':
    case 'all':
      return bindQuantifier(owner, segment, scope)
  }
}

function bindMember(owner: Bound, segment: NameSegment): Bound {
  if (owner.type.kind === 'collection') {
    const hint = /^(?:count|length|size)$/i.test(segment.name)
      ? 'Write $count for the number of its elements.'
      : `Ask for its elements: any(a: a/${segment.name} …).`
    throw mismatch(segment.position, `A collection has no ${segment.name}.`, hint)
  }
  return bindName(owner, segment)
}

function refuseCall({ name, position }: CallSegment): Error {
  return unsupported(
    position,
    `${name}(…) is not offered in a path.`,
    'Use any(…), all(…) or $count.',
  )
}

/** A collection to go through, and what it is of. */
function collection(owner: Bound, position: number, what: string): { source: Bound; of: Type } {
  const source = convertTo(owner, collectionOf(dynamic))
  const { type } = source
  if (type.kind === 'collection') return { source, of: type.of }
  throw mismatch(position, `${what} needs a collection, not ${typeText(type)}.`)
}

function bindCount(owner: Bound, segment: CountSegment, scope: Scope): Bound {
  const { position, filter, search } = segment
  if (search !== undefined) throw unsupported(position, '$search in $count is not offered.')
  collection(owner, position, '$count')
  const source =
    filter === undefined
      ? convertTo(owner, collectionOf(dynamic))
      : where(owner, { filter, position }, scope)
  return { kind: 'count', source, type: primitive('Edm.Int64'), position }
}

function where(
  owner: Bound,
  { filter, position }: Pick<FilterSegment, 'filter' | 'position'>,
  scope: Scope,
): Bound {
  const { source, of } = collection(owner, position, '$filter')
  const path = pathOf(source)
  const { inner, slot } = innerScope(scope, { type: of, path })
  const body = bindCondition(filter, inner)
  return { kind: 'where', source, slot, body, path, type: collectionOf(of), position }
}

function bindQuantifier(owner: Bound, segment: QuantifierSegment, scope: Scope): Bound {
  const { kind, position, variable, body } = segment
  const { source, of } = collection(owner, position, kind)
  const { inner, slot } = innerScope(scope, { type: of, path: pathOf(source) }, variable)
  const bound = body === undefined ? undefined : bindCondition(body, inner, kind)
  return { kind, source, slot, body: bound, type: primitive('Edm.Boolean'), position }
}

/** The element that a path begins at; undefined for what was computed. */
export function slotOf(node: Bound): number | undefined {
  if (node.kind === 'item') return node.slot
  if (node.kind === 'convert') return slotOf(node.operand)
  return node.kind === 'property' || node.kind === 'member' ? slotOf(node.owner) : undefined
}

/** The path of a property, a member or an element; empty for what was computed. */
export function pathOf(node: Bound): string {
  if (node.kind === 'convert') return pathOf(node.operand)
  return 'path' in node ? node.path : ''
}
