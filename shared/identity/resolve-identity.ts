import { createAttribution, type OwnedEvent } from './attribution.ts'
import type { Cluster } from './cluster.ts'
import { clusterIdentifiers, type Clustering, type ClusterRules } from './cluster-identifiers.ts'
import type { DeviceHistory } from './device-history.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'
import type { IdentitySettings } from './identity-settings.ts'
import { sharesByOwner, type HomeShare } from './home-share.ts'
import { partedBy } from './parted.ts'
import { clusterKey, createOwners, type PossibleOwner } from './owners.ts'
import { seenTimes, type SeenTimes } from './seen-times.ts'
import type { StewardFact } from './steward-fact.ts'

/** What identity resolution needs to know about one identifier. */
export interface IdentityFacts {
  readonly identifier: Identifier
  /** The links of the events whose home this is. */
  readonly links: readonly IdentityLink[]
  /** When these events happened, and whom they name. */
  readonly history: DeviceHistory
  /**
   * True where it is known to be quarantined. What is beyond it need not be given: its links and
   * its history may name identifiers whose facts are not there.
   */
  readonly closed?: boolean
}

export interface ResolutionRules extends ClusterRules {
  readonly settings: ClusterRules['settings'] & Pick<IdentitySettings, 'onLogout' | 'visitGap'>
}

/** Somebody who owns at least one activity. */
export interface ResolvedProfile extends PossibleOwner {
  readonly activityCount: number
  /** Of her activities, in milliseconds. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** Where her activities are stored. */
  readonly shares: readonly HomeShare[]
}

export interface Resolution extends Omit<Clustering, 'clusters'> {
  readonly profiles: readonly ResolvedProfile[]
  /** Clusters that own no activity. */
  readonly detached: readonly Cluster[]
  /** The profile that an event belongs to; `undefined` for one without identifiers. */
  profileOf(event: OwnedEvent): ResolvedProfile | undefined
  /**
   * Homes whose history is folded where every moment matters: they must be given again with a
   * history of all their events (`mostMoments: Infinity`) before this holds. Empty, almost always.
   */
  readonly unsure: readonly Identifier[]
  /** Of a quarantined identifier: that of its profile; elsewhere it may be seen by anybody. */
  readonly seen: SeenTimes
}

/**
 * Answers everything about a connected set of identifiers from its facts: which are one, whose
 * each activity is, who is a profile. Rules 3 to 11 of identity resolution; rules 1 and 2 are
 * decided where events are normalised. A pure function of the set of facts.
 *
 * 1. Cluster (rules 3–8), see `clusterIdentifiers`.
 * 2. Give each activity its owner (rule 9), see `createAttribution`.
 * 3. A cluster that owns an activity is a profile, the identifiers of others are detached. It is
 *    known if it has a person identifier that is not quarantined (rule 10).
 * 4. Its name is that of its canonical identifier (rule 11), see `canonicalIdentifier`.
 */
export function resolveIdentity(
  facts: readonly IdentityFacts[],
  stewardFacts: readonly StewardFact[],
  rules: ResolutionRules,
): Resolution {
  const { namespaces, settings } = rules
  const known = withoutBeyond(facts)
  const homes = facts.map(({ identifier, history }) => ({ home: identifier, history }))
  const clustering = clusterIdentifiers({ ...known, stewardFacts }, rules)
  const quarantined = new Set(clustering.quarantined.map(identifierKey))
  const ambiguous = new Set(clustering.ambiguous.map(identifierKey))
  const isParted = partedBy(clustering, stewardFacts)
  const attribution = createAttribution({
    ...{ homes, namespaces, settings, quarantined, ambiguous, isParted },
  })
  const seen = seenTimes(facts)
  // Elsewhere they may be seen by anybody, and who looks from one side does not know of the others.
  for (const key of quarantined) seen.delete(key)
  const owners = createOwners(clustering, seen, namespaces)
  const keyOf = (event: OwnedEvent): string => {
    const owner = known.isBeyond(event) ? undefined : attribution.ownerOf(event)
    return owner === undefined ? '' : owners.keyOf(owner)
  }
  const profiles = new Map<string, ResolvedProfile>()
  for (const [key, shares] of sharesByOwner(homes, keyOf, quarantined)) {
    const owner = owners.of(key)
    if (owner !== undefined) profiles.set(key, profileFrom(owner, shares))
  }
  for (const { cluster, firstSeen, lastSeen } of profiles.values()) {
    for (const key of (cluster?.members ?? []).map(identifierKey)) {
      if (quarantined.has(key)) seen.set(key, { firstSeen, lastSeen })
    }
  }
  const { clusters, ...rest } = clustering
  return {
    ...rest,
    profiles: [...profiles.values()],
    detached: clusters.filter((cluster) => !profiles.has(clusterKey(cluster))),
    profileOf: (event) => profiles.get(keyOf(event)),
    unsure: attribution.unsure(),
    seen,
  }
}

/**
 * What the facts say about the identifiers that have facts. Only behind closed ones there are
 * others; an event that names one of those is neither theirs nor anybody's of whom the facts are.
 */
function withoutBeyond(facts: readonly IdentityFacts[]) {
  const closed = facts.flatMap((node) => (node.closed === true ? node.identifier : []))
  const named = facts.flatMap(({ history }) => history.lanes.flatMap((lane) => lane.identifiers))
  const own = facts.map(({ identifier }) => identifier)
  const given = new Set([...own, ...(closed.length > 0 ? [] : named)].map(identifierKey))
  const isGiven = (identifier: Identifier): boolean => given.has(identifierKey(identifier))
  const links = facts.flatMap((node) => node.links)
  return {
    // An identifier that no event carries is nobody, though hints or stewards may name it; what is
    // closed is carried by events that may be beyond it.
    identifiers: [...named.filter(isGiven), ...closed],
    links: closed.length > 0 ? links.filter(({ a, b }) => isGiven(a) && isGiven(b)) : links,
    closed,
    isBeyond: ({ identifiers }: OwnedEvent) => !identifiers.every(isGiven),
  }
}

function profileFrom(owner: PossibleOwner, shares: readonly HomeShare[]): ResolvedProfile {
  return {
    ...owner,
    activityCount: shares.reduce((sum, { activityCount }) => sum + activityCount, 0),
    firstSeen: Math.min(...shares.map(({ firstSeen }) => firstSeen)),
    lastSeen: Math.max(...shares.map(({ lastSeen }) => lastSeen)),
    shares,
  }
}
