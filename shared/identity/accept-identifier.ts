import type { Identifier } from './identifier.ts'
import { canonicalNamespace, namesOf, type NamespaceDefinition } from './namespace-definition.ts'
import type { Namespaces } from './namespaces.ts'

/** Why a value is not taken as an identifier. */
export type IdentifierRefusal = 'blocked' | 'tooLong' | 'tooMany'

/** More identifiers than this in one event cannot all be one person's: then none is taken. */
export const mostIdentifiersPerEvent = 20

export type AcceptedIdentifier =
  | { readonly kind: 'accepted'; readonly identifier: Identifier }
  | { readonly kind: 'refused'; readonly namespace: string; readonly reason: IdentifierRefusal }

const longest = 512

/** Values that stand for nobody in particular, wherever they appear. */
const neverIdentifiers: ReadonlySet<string> = new Set([
  '',
  'null',
  'nil',
  'undefined',
  'none',
  'nan',
  '-1',
  'true',
  'false',
  'anonymous',
  'guest',
  'unknown',
  'test',
  '[object object]',
])

const onlyZeros = /^[{-]*0[0{}-]*$/

/**
 * Normalises a raw value and decides whether it may be an identifier. Values such as `null`, `0`
 * or the namespace's own name come from bugs in the sender and would glue strangers together.
 */
export function acceptIdentifier(namespaces: Namespaces, raw: Identifier): AcceptedIdentifier {
  const namespace = canonicalNamespace(raw.namespace)
  const definition = namespaces.definition(namespace)
  const value = normalizeValue(definition, raw.value.toWellFormed())
  if (value.length > longest) return { kind: 'refused', namespace, reason: 'tooLong' }
  if (isBlocked(definition, value)) return { kind: 'refused', namespace, reason: 'blocked' }
  return { kind: 'accepted', identifier: { namespace, value } }
}

function normalizeValue(definition: NamespaceDefinition, value: string): string {
  switch (definition.normalize) {
    case 'none':
      return value
    case 'lower':
      return value.toLowerCase()
    case 'email':
      return value.trim().toLowerCase()
  }
}

function isBlocked(definition: NamespaceDefinition, value: string): boolean {
  const bare = comparable(value)
  return (
    neverIdentifiers.has(bare) ||
    onlyZeros.test(bare) ||
    namesOf(definition.name).some((name) => name.toLowerCase() === bare) ||
    definition.blocked.some((blocked) => comparable(blocked) === bare)
  )
}

function comparable(value: string): string {
  return value
    .trim()
    .replace(/^["'`]+|["'`]+$/g, '')
    .trim()
    .toLowerCase()
}
