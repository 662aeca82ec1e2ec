import fc from 'fast-check'
import {
  identifierKey,
  parseIdentifierKey,
  uniqueIdentifiers,
  type Identifier,
} from '../../../shared/identity/identifier.ts'
import type { IdentityEvent } from '../../../shared/identity/fold-events.ts'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import {
  namespaceDefinitionSchema,
  type NamespaceDefinition,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces, type Namespaces } from '../../../shared/identity/namespaces.ts'
import type { ResolutionRules } from '../../../shared/identity/resolve-identity.ts'
import type { StewardFact } from '../../../shared/identity/steward-fact.ts'
import type { PlainEvent, PlainWorld } from './naive-identity.ts'

const definition = (
  name: string,
  kind: 'person' | 'device',
  priority: fc.Arbitrary<number>,
): fc.Arbitrary<NamespaceDefinition> =>
  fc
    .record({
      name: fc.constant(name),
      kind: fc.constant(kind),
      priority,
      limit: fc.constantFrom(null, 1, 1, 2, 3),
      onConflict: fc.constantFrom('moveToLatest', 'moveToLatest', 'keepFirst', 'ambiguous'),
      maxFan: fc.constantFrom(null, null, null, 3, 2),
      maxPerEvent: fc.constantFrom(undefined, 2),
    })
    .map(({ maxPerEvent, ...rest }) =>
      namespaceDefinitionSchema.parse({ ...rest, ...(maxPerEvent && { maxPerEvent }) }),
    )

export const definitions = fc.tuple(
  definition('user', 'person', fc.constantFrom(1, 1, 2)),
  definition('mail', 'person', fc.constantFrom(2, 2, 1)),
  definition('phone', 'person', fc.constantFrom(3, 6)),
  definition('app', 'device', fc.constantFrom(4, 4, 2)),
  definition('cookie', 'device', fc.constantFrom(5, 4)),
)

export const settings: fc.Arbitrary<ResolutionRules['settings']> = fc.record({
  deviceHistory: fc.constantFrom(
    'timeSliced',
    'timeSliced',
    'timeSliced',
    'followsOwner',
    'isolated',
  ),
  deviceMerge: fc.constantFrom('unambiguous', 'unambiguous', 'allow'),
  onLogout: fc.constantFrom('ignore', 'newAnonymous'),
  maxIdentifiers: fc.constantFrom(null, null, 4),
  visitGap: fc.constant(30),
})

const key = fc
  .tuple(
    fc.constantFrom('user', 'mail', 'phone', 'app', 'cookie', 'cookie'),
    fc.constantFrom('a', 'b', 'c', 'd'),
  )
  .map((parts) => parts.join(':'))

const event: fc.Arbitrary<PlainEvent> = fc
  .record({
    ids: fc.uniqueArray(key, { maxLength: 3 }),
    alias: fc.array(key, { maxLength: 1 }),
    isAlias: fc.constantFrom(false, false, false, true),
    // In steps of ten minutes, so that visits, gaps and equal moments are frequent.
    time: fc.nat({ max: 40 }).map((step) => step * 600_000),
    logout: fc.constantFrom(false, false, false, true),
  })
  .map(({ ids, alias, isAlias, ...rest }) => ({
    ...rest,
    ids,
    alias: isAlias ? alias.filter((id) => !ids.includes(id)) : [],
    messageId: '',
  }))

const pairFact = fc
  .record({ type: fc.constantFrom('always', 'never', 'exclude'), a: key, b: key })
  .filter(({ a, b }) => a !== b)

const detachFact = fc.record({
  type: fc.constant('detach'),
  a: key,
  at: fc.nat({ max: 40 }).map((step) => step * 600_000),
})

export const stewardFact: fc.Arbitrary<StewardFact> = fc.oneof(
  { weight: 3, arbitrary: pairFact },
  { weight: 1, arbitrary: detachFact },
)

/** Anything that may be configured and may happen, small enough that it meets. */
export const world: fc.Arbitrary<PlainWorld> = fc.record({
  events: fc
    .array(event, { maxLength: 24 })
    .map((list) => list.map((item, index) => ({ ...item, messageId: `m${index}` }))),
  definitions,
  settings,
  facts: fc.array(stewardFact, { maxLength: 2 }),
})

const busyEvent: fc.Arbitrary<PlainEvent> = fc.record({
  messageId: fc.constant(''),
  time: fc.nat({ max: 40 }).map((step) => step * 600_000),
  ids: fc
    .tuple(
      fc.constantFrom(['app:a'], ['app:a', 'cookie:a'], ['cookie:a'], ['cookie:a', 'cookie:b']),
      fc.constantFrom([], [], ['user:a'], ['user:b'], ['mail:a']),
    )
    .map((parts) => parts.flat()),
  alias: fc.constant([]),
  logout: fc.constantFrom(false, false, false, false, true),
})

/** Few devices that several people use, often at the same time. */
export const busyDevices: fc.Arbitrary<PlainWorld> = fc.record({
  events: fc
    .array(busyEvent, { minLength: 2, maxLength: 14 })
    .map((list) => list.map((item, index) => ({ ...item, messageId: `m${index}` }))),
  definitions: definitions.map((list) =>
    list.map((item) => ({
      ...item,
      limit: null,
      maxFan: null,
      onConflict: 'moveToLatest' as const,
    })),
  ),
  settings: settings.map((given) => ({ ...given, deviceHistory: 'timeSliced' as const })),
  facts: fc.array(
    fc.oneof(
      detachFact,
      fc.record({
        type: fc.constantFrom('exclude', 'never'),
        a: fc.constantFrom('user:a', 'user:b', 'mail:a'),
        b: fc.constantFrom('cookie:a', 'app:a'),
      }),
    ),
    { maxLength: 2 },
  ),
})

/** The world as the code under test takes it. */
export function rulesOf({ definitions: list, settings: given }: PlainWorld): ResolutionRules & {
  readonly namespaces: Namespaces
} {
  const namespaces = createNamespaces(list)
  return { namespaces, settings: { ...defaultIdentitySettings, ...given } }
}

export function identityEvents(
  events: readonly PlainEvent[],
  { namespaces }: ResolutionRules,
): IdentityEvent[] {
  return events.map(({ ids, alias, messageId, time, logout }) => ({
    messageId,
    time,
    logout,
    identifiers: toIdentifiers(ids).sort(namespaces.compareStrength),
    previous: toIdentifiers(alias),
  }))
}

function toIdentifiers(keys: readonly string[]): Identifier[] {
  return uniqueIdentifiers(keys.flatMap((text) => parseIdentifierKey(text) ?? []))
}

export function keysOf(identifiers: readonly Identifier[]): string {
  return identifiers.map(identifierKey).sort().join(' ')
}
