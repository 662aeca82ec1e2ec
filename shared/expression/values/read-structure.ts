import type { Type } from '../types/edm-type.ts'
import { memberOf } from './is-same.ts'
import { readerOf, type ReadValue } from './read-value.ts'

/**
 * Makes a stored collection or complex one of values to compute with, all the way down: a text in a
 * Collection(Edm.Date) becomes a date. Undefined where what is stored is right as it is.
 */
export function structureReaderOf(type: Type): ReadValue | undefined {
  if (type.kind === 'primitive') {
    const isRight = ['Edm.String', 'Edm.Boolean', 'Edm.Double'].includes(type.name)
    return isRight ? undefined : readerOf(type)
  }
  if (type.kind === 'collection') {
    const read = structureReaderOf(type.of)
    return read && ((raw) => (Array.isArray(raw) ? raw.map((item) => read(item)) : null))
  }
  if (type.kind !== 'complex') return undefined
  const members = [...type.properties.values()].flatMap(({ name, type: inner }) => {
    const read = structureReaderOf(inner)
    return read === undefined ? [] : [[name, read] as const]
  })
  return members.length === 0 ? undefined : (raw) => withMembers(raw, members)
}

function withMembers(raw: unknown, members: readonly (readonly [string, ReadValue])[]) {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null
  const read = members.map(([name, reader]) => [name, reader(memberOf(raw, name))])
  return { ...raw, ...Object.fromEntries(read) } as Readonly<Record<string, unknown>>
}
