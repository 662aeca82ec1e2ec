import type { Identifier } from '../identity/identifier.ts'
import { namespaceName, reservedNamespaces } from '../identity/namespace-definition.ts'
import type { Call } from './call-schema.ts'

/** The identifiers of a call as sent: not yet normalised, and some may be refused later. */
export interface CallIdentifiers {
  readonly identifiers: readonly Identifier[]
  /** What an alias call says was used before. */
  readonly previous: readonly Identifier[]
}

/**
 * Finds the identifiers of a call: `anonymousId`, `userId`, the device's id, e-mail and phone of
 * the traits, and `context.externalIds`. A namespace that is none, or is reserved, is passed over.
 */
export function callIdentifiers(call: Call): CallIdentifiers {
  const found: Identifier[] = []
  const add = (namespace: string, value: unknown): void => {
    const text = idText(value)
    if (text !== undefined) found.push({ namespace, value: text })
  }
  add('anonymousId', call.anonymousId)
  add('userId', call.userId)
  const context = call.context ?? {}
  add('deviceId', member(context['device'], 'id'))
  const mayNameTraits = found.some(({ namespace }) => namespace !== 'deviceId')
  const traits =
    call.type === 'identify'
      ? (call.traits ?? context['traits'])
      : mayNameTraits && context['traits']
  add('email', member(traits, 'email'))
  add('phone', member(traits, 'phone'))
  for (const external of listOf(context['externalIds'])) {
    const namespace = member(external, 'type')
    if (isOfPerson(external) && isNamespace(namespace)) add(namespace, member(external, 'id'))
  }
  return { identifiers: found, previous: previousIdentifiers(call) }
}

/** In the Segment spec an external id may be that of an account, which many people share. */
function isOfPerson(external: unknown): boolean {
  const collection = member(external, 'collection') ?? 'users'
  return collection === 'users'
}

function previousIdentifiers(call: Call): Identifier[] {
  const value = call.type === 'alias' ? idText(call.previousId) : undefined
  if (value === undefined) return []
  const given = call.previousIdNamespace
  return [{ namespace: isNamespace(given) ? given : 'anonymousId', value }]
}

function isNamespace(name: unknown): name is string {
  return namespaceName.safeParse(name).success && !reservedNamespaces.has(name as string)
}

/** Texts, and finite numbers as decimal text, are ids; anything else is not. */
function idText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

function member(container: unknown, name: string): unknown {
  if (typeof container !== 'object' || container === null) return undefined
  return Object.hasOwn(container, name) ? (container as Record<string, unknown>)[name] : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
