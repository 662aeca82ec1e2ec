import { resolveEvents } from '../../shared/identity/fold-events.ts'
import { identifierKey } from '../../shared/identity/identifier.ts'
import {
  defaultIdentitySettings,
  type IdentitySettings,
} from '../../shared/identity/identity-settings.ts'
import {
  defaultNamespaces,
  type NamespaceDefinition,
} from '../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../shared/identity/namespaces.ts'
import { bestCopies } from '../../shared/unify/best-copies.ts'
import type { UnifiedEvent } from '../../shared/unify/unified-event.ts'
import type { TrueStream } from './read-stream.ts'
import { scoreOwners, type PairScore } from './score-owners.ts'

/** What differs from the defaults of a workspace. */
export interface Variant {
  readonly settings?: Partial<IdentitySettings>
  /** For all namespaces. */
  readonly onConflict?: NamespaceDefinition['onConflict']
}

/** Who owns the events of a stream under some settings, against the truth. */
export function scoreStream(
  { events, personOf }: TrueStream,
  { settings, onConflict }: Variant = {},
): PairScore {
  const definitions = defaultNamespaces.map((definition) => ({
    ...definition,
    ...(onConflict !== undefined && { onConflict }),
  }))
  const rules = {
    namespaces: createNamespaces(definitions),
    settings: { ...defaultIdentitySettings, ...settings },
  }
  const messages = bestCopies(events)
  const resolution = resolveEvents(messages, [], rules)
  const ownerOf = (event: UnifiedEvent): string | undefined => {
    const profile = resolution.profileOf(event)
    return profile && identifierKey(profile.canonical)
  }
  return scoreOwners(new Map(messages.map((event) => [event.messageId, ownerOf(event)])), personOf)
}
