import { groupBy } from '../platform/collections/group-by.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { DeviceHistory } from '../identity/device-history.ts'
import type { Resolution, ResolvedProfile } from '../identity/resolve-identity.ts'
import type { AttributeRules } from './attribute-rules.ts'
import { hidesLater } from './keep-told.ts'
import { keepsEnough, keepsOwn } from './kept-as.ts'
import { attributeLane, type NodeAttribute } from './node-attribute.ts'
import type { NodeFacts } from './node-facts.ts'
import { latestRemovals } from './survivorship.ts'

/** Whose attributes are whose. */
export interface OwnedAttributes {
  readonly of: ReadonlyMap<ResolvedProfile, readonly NodeAttribute[]>
  /** Homes that do not keep all it takes to tell: their timelines must be read. */
  readonly incomplete: readonly Identifier[]
}

type Home = Omit<NodeFacts, 'closed' | 'history'> & {
  readonly history: DeviceHistory
  readonly closed: boolean
}

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
    if (owners.length === 0) continue
    const sole = owners.find(({ isWhole }) => isWhole)?.profile
    const isEnough = keepsForOwners(home, owners, rules)
    if (!isEnough || (sole === undefined && hasSharedAttribute(home, resolution))) {
      incomplete.add(home.identifier)
    }
    for (const attribute of home.attributes) {
      const owner = sole ?? resolution.profileOf(attribute)
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

/**
 * True when a home keeps all that its owners need, be it one or several. A closed one keeps what is
 * its own, whatever it leaves out of others'.
 */
function keepsForOwners(home: Home, owners: readonly HomeOwner[], rules: AttributeRules): boolean {
  const key = identifierKey(home.identifier)
  const isOnlyOwn =
    home.closed && owners.every(({ profile }) => identifierKey(profile.canonical) === key)
  if (isOnlyOwn) return home.leftOut !== 'own' && keepsOwn(home, rules)
  if (!keepsEnough(home, rules)) return false
  const isWhole = owners.some((owner) => owner.isWhole)
  return home.leftOut === 'none' || (isWhole && home.leftOut === 'shared')
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
