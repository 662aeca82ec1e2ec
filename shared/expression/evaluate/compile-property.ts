import type { Bound, MemberNode, PropertyNode } from '../bind/bound.ts'
import type { Type } from '../types/edm-type.ts'
import { memberOf } from '../values/is-same.ts'
import { readerOf } from '../values/read-value.ts'
import { compile } from './compile.ts'
import type { Evaluate, Frame, Layout } from './frame.ts'

type Read = (owner: unknown) => unknown

/** Reads a member; names that all objects inherit are looked for in the object itself only. */
function memberReader(name: string): Read {
  if (name in Object.prototype) return (owner) => memberOf(owner, name)
  return (owner) =>
    typeof owner === 'object' && owner !== null && !Array.isArray(owner)
      ? (owner as Readonly<Record<string, unknown>>)[name]
      : undefined
}

export function compileProperty({ owner, property }: PropertyNode, layout: Layout): Evaluate {
  const { name, type, isAlternateKey = false } = property
  const read = property.read ?? memberReader(name)
  const convert = readerOf(type)
  const raw = compileOwner(owner, layout)
  // Of several identifiers the first one stands where a single value is asked for.
  if (isAlternateKey) return (frame) => convert([read(raw(frame))].flat()[0])
  const kind = plainKind(type)
  if (kind === undefined) return (frame) => convert(read(raw(frame)))
  return (frame) => {
    const value = read(raw(frame))
    return typeof value === kind ? (value as string | number) : convert(value)
  }
}

/** All values of a property that has several. */
export function compileKeyValues({ owner, property }: PropertyNode, layout: Layout): Evaluate {
  const { name } = property
  const read = property.read ?? memberReader(name)
  const raw = compileOwner(owner, layout)
  return (frame) => {
    const value = read(raw(frame))
    return value === undefined || value === null ? [] : [value].flat()
  }
}

/** What needs no conversion where it is stored as it should be. */
function plainKind(type: Type): 'string' | 'number' | undefined {
  if (type.kind !== 'primitive') return undefined
  if (type.name === 'Edm.String') return 'string'
  return type.name === 'Edm.Double' ? 'number' : undefined
}

/** The owner as it is stored. */
function compileOwner(owner: Bound, layout: Layout): (frame: Frame) => unknown {
  if (owner.kind !== 'item') return compile(owner, layout)
  const { slot } = owner
  return (frame) => frame.items[slot]
}

export function compileMember({ owner, name }: MemberNode, layout: Layout): Evaluate {
  const read = memberReader(name)
  const raw = compileOwner(owner, layout)
  const convert = readerOf({ kind: 'dynamic' })
  return (frame) => convert(read(raw(frame)))
}
