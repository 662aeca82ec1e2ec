import { correctionsInForce, stewardFactsOf } from '../identity/correction.ts'
import { emptyHistory, type DeviceHistory } from '../identity/device-history.ts'
import type { Resolved } from '../identity/explain-identity.ts'
import type { Identifier } from '../identity/identifier.ts'
import type { IdentitySettings } from '../identity/identity-settings.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import { resolveIdentity } from '../identity/resolve-identity.ts'
import type { NodeFacts } from './node-facts.ts'

export interface ResolveSettings {
  readonly namespaces: Namespaces
  readonly identity: IdentitySettings
}

/** The facts of a node, with a history. */
export type ResolvedHome = Omit<NodeFacts, 'history' | 'closed'> & {
  readonly history: DeviceHistory
  readonly closed: boolean
}

export type ResolvedNodes =
  | (Resolved & {
      readonly kind: 'resolved'
      readonly homes: readonly ResolvedHome[]
    })
  /** The facts of these homes must be made from their whole timelines first. */
  | { readonly kind: 'incomplete'; readonly incomplete: readonly Identifier[] }

/** Who is who, from all facts about a connected set of identifiers. */
export function resolveNodes(
  facts: readonly NodeFacts[],
  { namespaces, identity }: ResolveSettings,
): ResolvedNodes {
  const bare = facts.filter(({ history }) => history === undefined)
  if (bare.length > 0) {
    return { kind: 'incomplete', incomplete: bare.map(({ identifier }) => identifier) }
  }
  const homes = facts.map(({ history = emptyHistory, closed, ...node }) => {
    return { ...node, history, closed: closed !== undefined }
  })
  const corrections = correctionsInForce(facts.flatMap((node) => node.corrections))
  const rules = { namespaces, settings: identity }
  const resolution = resolveIdentity(homes, stewardFactsOf(corrections), rules)
  if (resolution.unsure.length > 0) return { kind: 'incomplete', incomplete: resolution.unsure }
  return { kind: 'resolved', homes, resolution, corrections }
}
