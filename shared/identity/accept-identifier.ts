import { identifierKey, type Identifier } from './identifier.ts'
import type { NamespaceDefinition } from './namespace-definition.ts'
import type { Namespaces } from './namespaces.ts'

/** Why a value is not taken as an identifier. */
export type IdentifierRefusal = 'blocked' | 'tooLong' | 'tooMany' | 'invalid' | 'suppressed'

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
 * `suppressed` holds the keys of identifiers of people who asked to be forgotten.
 */
export function acceptIdentifier(
  namespaces: Namespaces,
  raw: Identifier,
  suppressed?: ReadonlySet<string>,
): AcceptedIdentifier {
  const namespace = namespaces.canonicalName(raw.namespace)
  const definition = namespaces.definition(namespace)
  const text = raw.value.toWellFormed()
  const refused = (reason: IdentifierRefusal): AcceptedIdentifier => ({
    kind: 'refused',
    namespace,
    reason,
  })
  // Before a number is read: `-1` is a bug, not a telephone.
  if (isBlocked(namespaces, definition, text)) return refused('blocked')
  const value = normalizeValue(namespaces, definition, text)
  if (value === undefined) return refused('invalid')
  if (value.length > longest) return refused('tooLong')
  if (isBlocked(namespaces, definition, value)) return refused('blocked')
  const identifier = { namespace, value }
  if (suppressed?.has(identifierKey(identifier)) === true) return refused('suppressed')
  return { kind: 'accepted', identifier }
}

function normalizeValue(
  namespaces: Namespaces,
  definition: NamespaceDefinition,
  value: string,
): string | undefined {
  switch (definition.normalize) {
    case 'none':
      return value
    case 'lower':
      return value.toLowerCase()
    case 'email':
      return value.trim().toLowerCase()
    case 'phone':
      return namespaces.normalizePhone(value)
  }
}

function isBlocked(
  namespaces: Namespaces,
  definition: NamespaceDefinition,
  value: string,
): boolean {
  const bare = comparable(value)
  return (
    neverIdentifiers.has(bare) ||
    onlyZeros.test(bare) ||
    namespaces.blockedValues.some((blocked) => comparable(blocked) === bare) ||
    namespaces.namesOf(definition.name).some((name) => name.toLowerCase() === bare) ||
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
