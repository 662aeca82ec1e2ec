import type { Bound, ConstantNode, MembershipNode } from '../bind/bound.ts'
import { isStored } from '../bind/structured.ts'
import { dynamic, isPrimitive, type Type } from '../types/edm-type.ts'
import { structureReaderOf } from '../values/read-structure.ts'
import { dynamicReaderOf, readerOf, type ReadValue } from '../values/read-value.ts'
import { comparerOf } from './compare-values.ts'
import { hasKey, isKey } from './compile-compare.ts'
import { compileMisfit } from './compile-convert.ts'
import { compile } from './compile.ts'
import { compileKeyValues } from './compile-property.ts'
import type { Evaluate, Layout } from './frame.ts'

/** `in` is `eq` with one of the values: null is in a list that holds null. */
export function compileMembership(node: MembershipNode, layout: Layout): Evaluate {
  const isIn = compileIn(node, layout)
  const isMisfit = compileMisfit(node.left, layout)
  return isMisfit === undefined ? isIn : (frame) => !isMisfit(frame) && isIn(frame)
}

function compileIn(node: MembershipNode, layout: Layout): Evaluate {
  const { left, values, collection } = node
  if (collection !== undefined) return inCollection(node, collection, layout)
  const list = values ?? []
  if (isKey(left)) {
    const keys = compileKeyValues(left, layout)
    const wanted = list.map((value) => compile(value, layout))
    return (frame) => {
      const found = keys(frame)
      return wanted.some((value) => hasKey(found, value(frame)))
    }
  }
  return asSet(node, list, layout) ?? inList(node, list, layout)
}

function asSet(
  { left }: MembershipNode,
  list: readonly Bound[],
  layout: Layout,
): Evaluate | undefined {
  const isSimple =
    isPrimitive(left.type, 'Edm.String') ||
    isPrimitive(left.type, 'Edm.Int32') ||
    isPrimitive(left.type, 'Edm.Int64') ||
    isPrimitive(left.type, 'Edm.Date') ||
    isPrimitive(left.type, 'Edm.Guid')
  const constants = list.filter((value): value is ConstantNode => value.kind === 'constant')
  if (!isSimple || constants.length < list.length) return undefined
  if (constants.some(({ value }) => typeof value === 'object' && value !== null)) return undefined
  const set = new Set<unknown>(constants.map(({ value }) => value))
  const read = compile(left, layout)
  return (frame) => set.has(read(frame))
}

function inList(node: MembershipNode, list: readonly Bound[], layout: Layout): Evaluate {
  const compare = comparerOf(node.comparison)
  const read = compile(node.left, layout)
  const values = list.map((value) => compile(value, layout))
  return (frame) => {
    const wanted = read(frame)
    return values.some((one) => {
      const value = one(frame)
      return wanted === null || value === null ? wanted === value : compare(wanted, value) === 0
    })
  }
}

function elementReader(collection: Bound, of: Type | undefined, wanted: Type): ReadValue {
  // Elements of what was computed are values already.
  if (!isStored(collection)) return readerOf(dynamic)
  if (of === undefined || of.kind === 'dynamic') return dynamicReaderOf(wanted)
  return structureReaderOf(of) ?? readerOf(of)
}

function inCollection(node: MembershipNode, collection: Bound, layout: Layout): Evaluate {
  const compare = comparerOf(node.comparison)
  const read = compile(node.left, layout)
  const source = compile(collection, layout)
  const of = collection.type.kind === 'collection' ? collection.type.of : undefined
  const convert = elementReader(collection, of, node.left.type)
  return (frame) => {
    const items = source(frame)
    if (!Array.isArray(items)) return null
    const wanted = read(frame)
    return items.some((raw) => {
      const item = convert(raw)
      if (wanted !== null && item !== null) return compare(wanted, item) === 0
      return wanted === null && (raw === null || raw === undefined)
    })
  }
}
