import { structureReaderOf } from '../values/read-structure.ts'
import type { Bound } from './bound.ts'
import { computed } from './compute.ts'

/** Whether the value is as it is stored, its inside not yet read by its type. */
export function isStored({ kind }: Bound): boolean {
  return ['property', 'member', 'item', 'where', 'convert'].includes(kind)
}

/** A collection or complex whose inside is compared, element by element, member by member. */
export function structured(node: Bound): Bound {
  const { type, position } = node
  if (type.kind !== 'collection' && type.kind !== 'complex') return node
  const compute = isStored(node) ? structureReaderOf(type) : undefined
  if (compute === undefined) return node
  return computed({ name: 'structure', operands: [node], type, position, compute })
}
