import { isoTime } from '../platform/clock/iso-time.ts'
import type { Owner } from './attribution.ts'
import { canonicalIdentifier } from './canonical-identifier.ts'
import type { Cluster } from './cluster.ts'
import type { Clustering } from './cluster-identifiers.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { Namespaces } from './namespaces.ts'
import type { SeenTimes } from './seen-times.ts'

/** Somebody who is a profile if an activity is hers. */
export interface PossibleOwner {
  /** The identifier that names the profile: its CustomerId is the one that this gives. */
  readonly canonical: Identifier
  readonly known: boolean
  /** `undefined` for the visitor after a logout, who has no identifiers. */
  readonly cluster: Cluster | undefined
  readonly afterLogout?: { readonly device: Identifier; readonly time: number }
}

/** Everybody who may own an activity, by a key. */
export interface Owners {
  keyOf(owner: Owner): string
  of(key: string): PossibleOwner | undefined
}

export function createOwners(
  clustering: Clustering,
  seen: SeenTimes,
  namespaces: Namespaces,
): Owners {
  const quarantined = new Set(clustering.quarantined.map(identifierKey))
  const isKnown = (member: Identifier): boolean =>
    namespaces.isPerson(member.namespace) && !quarantined.has(identifierKey(member))
  const keys = new Map<string, string>()
  const owners = new Map<string, PossibleOwner>()
  for (const cluster of clustering.clusters) {
    const key = clusterKey(cluster)
    for (const member of cluster.members) keys.set(identifierKey(member), key)
    const members = cluster.members.map((member) => ({
      ...member,
      firstSeen: seen.get(identifierKey(member))?.firstSeen ?? Infinity,
    }))
    const found = canonicalIdentifier(namespaces, members)
    if (found === undefined) continue
    const canonical = { namespace: found.namespace, value: found.value }
    owners.set(key, { canonical, known: cluster.members.some(isKnown), cluster })
  }
  return {
    keyOf: (owner) => {
      if (owner.kind === 'cluster') return keys.get(identifierKey(owner.of)) ?? ''
      const { device, time } = owner
      const canonical = visitorAfterLogout(device, time)
      const key = identifierKey(canonical)
      const afterLogout = { device, time }
      owners.set(key, { canonical, known: false, cluster: undefined, afterLogout })
      return key
    },
    of: (key) => owners.get(key),
  }
}

/** Names a cluster among others: by its strongest identifier. */
export function clusterKey({ members }: Pick<Cluster, 'members'>): string {
  return members[0] === undefined ? '' : identifierKey(members[0])
}

/**
 * Names the unknown visitor who used a device after a logout. No namespace that somebody could
 * send begins with `@`, so nobody can pass for her.
 */
export function visitorAfterLogout(device: Identifier, time: number): Identifier {
  return { namespace: `@${device.namespace}`, value: `${device.value}@${isoTime(time)}` }
}
