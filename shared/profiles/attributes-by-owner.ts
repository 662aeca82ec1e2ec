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

type Homes = readonly (Omit<NodeFacts, 'closed' | 'history'> & {
  readonly history: DeviceHistory
  readonly closed: boolean
})[]

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
    const owning = owners.get(identifierKey(home.identifier)) ?? []
    const sole = owning.find(({ isWhole }) => isWhole)
    if (sole !== undefined) {
      give(sole.profile, home.attributes)
      continue
    }
    if (lacksAttributes(home, owning) || hasSharedAttribute(home, resolution)) {
      incomplete.push(home.identifier)
    }
    for (const attribute of home.attributes) {
      const own = resolution.profileOf(attribute)
      if (own !== undefined) give(own, [attribute])
    }
  }
  return { of, incomplete }
}

interface HomeOwner {
  readonly home: string
  readonly profile: ResolvedProfile
  /** True when nothing there is anybody else's. */
  readonly isWhole: boolean
}

function ownersByHome({ profiles }: Resolution): ReadonlyMap<string, readonly HomeOwner[]> {
  const owned = profiles.flatMap((profile) =>
    profile.shares.map(({ home, lanes }): HomeOwner => {
      return { home: identifierKey(home), profile, isWhole: lanes === 'all' }
    }),
  )
  return groupBy(owned, ({ home }) => home)
}

/** A closed home keeps all attributes that are its own, whatever it leaves out of others'. */
function lacksAttributes(home: Homes[number], owning: readonly HomeOwner[]): boolean {
  if (!home.attributesCut) return false
  const key = identifierKey(home.identifier)
  return owning.some(({ profile }) => !home.closed || identifierKey(profile.canonical) !== key)
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
