import { groupBy } from '../platform/collections/group-by.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { DeviceHistory } from '../identity/device-history.ts'
import type { Resolution, ResolvedProfile } from '../identity/resolve-identity.ts'
import { attributeLane, type NodeAttribute } from './node-attribute.ts'
import type { NodeFacts } from './node-facts.ts'

/** Whose attributes are whose. */
export interface OwnedAttributes {
  readonly of: ReadonlyMap<ResolvedProfile, readonly NodeAttribute[]>
  /** Homes that do not keep all it takes to tell: their timelines must be read. */
  readonly incomplete: readonly Identifier[]
}

type Homes = readonly (NodeFacts & { readonly history: DeviceHistory })[]

/** Gives each attribute to the owner of its event. */
export function attributesByOwner(homes: Homes, resolution: Resolution): OwnedAttributes {
  const owners = ownersByHome(resolution)
  const of = new Map<ResolvedProfile, NodeAttribute[]>()
  const give = (owner: ResolvedProfile, attributes: readonly NodeAttribute[]): void => {
    const own = of.get(owner) ?? []
    of.set(owner, own)
    own.push(...attributes)
  }
  const incomplete: Identifier[] = []
  for (const home of homes) {
    const [owner, ...others] = owners.get(identifierKey(home.identifier)) ?? []
    if (owner === undefined) continue
    if (others.length === 0) {
      give(owner, home.attributes)
      continue
    }
    if (home.attributesCut || hasSharedAttribute(home, resolution)) incomplete.push(home.identifier)
    for (const attribute of home.attributes) {
      const own = resolution.profileOf(attribute)
      if (own !== undefined) give(own, [attribute])
    }
  }
  return { of, incomplete }
}

function ownersByHome({ profiles }: Resolution): ReadonlyMap<string, readonly ResolvedProfile[]> {
  const owned = profiles.flatMap((profile) =>
    profile.shares.map(({ home }) => ({ key: identifierKey(home), profile })),
  )
  const byHome = groupBy(owned, ({ key }) => key)
  return new Map([...byHome].map(([key, list]) => [key, list.map(({ profile }) => profile)]))
}

/** True when an attribute stands for facts that may have several owners. */
function hasSharedAttribute(
  { attributes, history }: Homes[number],
  { profileOf }: Resolution,
): boolean {
  const collapsed = attributes.filter(({ since, time }) => since !== time)
  if (collapsed.length === 0) return false
  const owned = history.lanes.map(({ identifiers, spans }) => ({
    identifiers,
    spans: spans.map((span) => ({ ...span, owner: profileOf({ identifiers, time: span.first }) })),
  }))
  const lanes = groupBy(owned, attributeLane)
  return collapsed.some(({ identifiers, since, time }) => {
    const spans = (lanes.get(attributeLane({ identifiers })) ?? []).flatMap((lane) => lane.spans)
    const meanwhile = spans.filter(({ first, last }) => last >= since && first <= time)
    return new Set(meanwhile.map(({ owner }) => owner)).size > 1
  })
}
