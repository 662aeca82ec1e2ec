import { groupBy } from '../platform/collections/group-by.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { DeviceHistory } from '../identity/device-history.ts'
import type { Resolution, ResolvedProfile } from '../identity/resolve-identity.ts'
import type { AttributeRules } from './attribute-rules.ts'
import { hidesLater } from './keep-told.ts'
import { keepsEnough } from './kept-as.ts'
import { attributeLane, type NodeAttribute } from './node-attribute.ts'
import type { NodeFacts } from './node-facts.ts'
import { latestRemovals } from './survivorship.ts'

/** Whose attributes are whose. */
export interface OwnedAttributes {
  readonly of: ReadonlyMap<ResolvedProfile, readonly NodeAttribute[]>
  /** Homes that do not keep all it takes to tell: their timelines must be read. */
  readonly incomplete: readonly Identifier[]
}

type Home = NodeFacts & { readonly history: DeviceHistory }

interface HomeAttribute {
  readonly attribute: NodeAttribute
  readonly home: Home
}

/** Gives each attribute to the owner of its event. */
export function attributesByOwner(
  homes: readonly Home[],
  resolution: Resolution,
  rules: AttributeRules,
): OwnedAttributes {
  const ownersOf = ownersByHome(resolution)
  const owned: (HomeAttribute & { readonly owner: ResolvedProfile })[] = []
  const incomplete = new Set<Identifier>()
  for (const home of homes) {
    const owners = ownersOf.get(identifierKey(home.identifier)) ?? []
    const [only] = owners.length === 1 ? owners : []
    if (owners.length === 0) continue
    if (!hasEnough(home, only, resolution, rules)) incomplete.add(home.identifier)
    for (const attribute of home.attributes) {
      const owner = only ?? resolution.profileOf(attribute)
      if (owner !== undefined) owned.push({ owner, attribute, home })
    }
  }
  const byOwner = [...groupBy(owned, ({ owner }) => owner)]
  for (const { identifier } of byOwner.flatMap(([, own]) => hidingHomes(own, rules))) {
    incomplete.add(identifier)
  }
  const of = byOwner.map(([owner, own]) => [owner, own.map(({ attribute }) => attribute)] as const)
  return { of: new Map(of), incomplete: [...incomplete] }
}

function ownersByHome({ profiles }: Resolution): ReadonlyMap<string, readonly ResolvedProfile[]> {
  const owned = profiles.flatMap((profile) =>
    profile.shares.map(({ home }) => ({ key: identifierKey(home), profile })),
  )
  const byHome = groupBy(owned, ({ key }) => key)
  return new Map([...byHome].map(([key, list]) => [key, list.map(({ profile }) => profile)]))
}

/** True when a home keeps all that its owners need, be it one or several. */
function hasEnough(
  home: Home,
  only: ResolvedProfile | undefined,
  resolution: Resolution,
  rules: AttributeRules,
): boolean {
  if (!keepsEnough(home, rules) || home.leftOut === 'any') return false
  return only !== undefined || (home.leftOut === 'none' && !hasSharedAttribute(home, resolution))
}

/** True when an attribute stands for facts that may have several owners. */
function hasSharedAttribute({ attributes, history }: Home, { profileOf }: Resolution): boolean {
  const merged = attributes.filter((attribute) => attribute.merged)
  if (merged.length === 0) return false
  const owned = history.lanes.map(({ identifiers, spans }) => ({
    identifiers,
    spans: spans.map((span) => ({ ...span, owner: profileOf({ identifiers, time: span.first }) })),
  }))
  const lanes = groupBy(owned, attributeLane)
  return merged.some(({ identifiers, since, until }) => {
    const spans = (lanes.get(attributeLane({ identifiers })) ?? []).flatMap((lane) => lane.spans)
    const meanwhile = spans.filter(({ first, last }) => last >= since && first <= until)
    return new Set(meanwhile.map(({ owner }) => owner)).size > 1
  })
}

/** Homes that keep a value for many which a removal of the same owner takes away in part. */
function hidingHomes(own: readonly HomeAttribute[], rules: AttributeRules): Home[] {
  const removals = groupBy(
    latestRemovals(own.map(({ attribute }) => attribute)),
    ({ name }) => name,
  )
  if (removals.size === 0) return []
  return own
    .filter(({ attribute }) =>
      (removals.get(attribute.name) ?? []).some((one) => hidesLater(attribute, one, rules)),
    )
    .map(({ home }) => home)
}
