import { types } from './rhea-surface.ts'
import type { TypedValue } from './rhea-surface.ts'

export type TypedEntries = readonly (readonly [key: string, value: TypedValue])[]

function isTyped(value: unknown): value is TypedValue {
  return typeof value === 'object' && value !== null && 'type' in value && 'value' in value
}

function isTypedList(value: unknown): value is readonly TypedValue[] {
  return Array.isArray(value) && value.every(isTyped)
}

/** The elements of an AMQP list, map or array with their types; none of anything else. */
export function typedElements(value: TypedValue | null | undefined): readonly TypedValue[] {
  return isTypedList(value?.value) ? value.value : []
}

/** The entries of an AMQP map; values keep their exact AMQP type. */
export function typedEntries(map: TypedValue | null | undefined): TypedEntries {
  const elements = typedElements(map)
  return elements.flatMap((key, index): [string, TypedValue][] => {
    const value = elements[index + 1]
    if (index % 2 === 1 || value === undefined) return []
    return [[String(key.value), value]]
  })
}

/** Encodes a message section: the descriptor's code and a map. */
export function encodeMapSection(
  code: number,
  entries: Iterable<readonly [string, TypedValue]>,
  wrapKey: (key: string) => TypedValue,
): Buffer {
  const items = [...entries].flatMap(([key, value]) => [wrapKey(key), value])
  return encodeSection(code, types.Map32(items))
}

/** Encodes a message section. */
export function encodeSection(code: number, value: TypedValue): Buffer {
  const writer = new types.Writer()
  writer.write(types.described(types.wrap_ulong(code), value))
  return writer.toBuffer()
}
