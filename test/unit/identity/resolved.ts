import { hasTooManyValues } from '../../../shared/identity/choose-home.ts'
import { foldEvents, historyRules } from '../../../shared/identity/fold-events.ts'
import { identifierKey } from '../../../shared/identity/identifier.ts'
import { resolveIdentity, type ResolvedProfile } from '../../../shared/identity/resolve-identity.ts'
import type { PlainWorld } from './naive-identity.ts'
import { identityEvents, keysOf, rulesOf } from './random-world.ts'

/** Names a profile by its members, or as the visitor after a logout. */
export function nameOf({ afterLogout, cluster }: ResolvedProfile): string {
  if (cluster !== undefined) return keysOf(cluster.members)
  return afterLogout ? `${identifierKey(afterLogout.device)}@${afterLogout.time}` : ''
}

/** What the code makes of a world, with histories that keep a given number of moments. */
export function resolved(world: PlainWorld, mostMoments = Infinity) {
  const rules = rulesOf(world)
  const events = identityEvents(world.events, rules)
  const facts = foldEvents(events, rules.namespaces, historyRules(rules, mostMoments))
  const resolution = resolveIdentity(facts, world.facts, rules)
  const kept = events.filter(({ identifiers }) => !hasTooManyValues(rules.namespaces, identifiers))
  const owners = kept.map((event) => {
    const profile = resolution.profileOf(event)
    return [event.messageId, profile && nameOf(profile)] as const
  })
  const clusters = [
    ...resolution.profiles.flatMap(({ cluster }) => cluster ?? []),
    ...resolution.detached,
  ]
  return { rules, events, facts, resolution, kept, clusters, owners: new Map(owners) }
}

/** All that a resolution says, in an order that does not depend on the facts. */
export function summaryOf({ resolution, clusters, owners }: ReturnType<typeof resolved>) {
  const byName = <T extends readonly [string, ...unknown[]]>(list: T[]): T[] =>
    list.sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    clusters: byName(clusters.map(({ members, links }) => [keysOf(members), links])),
    owners: byName([...owners]),
    refused: resolution.refused,
    quarantined: resolution.quarantined,
    ambiguous: resolution.ambiguous,
    profiles: byName(
      resolution.profiles.map((profile) => {
        const { canonical, known, activityCount, firstSeen, lastSeen } = profile
        const shares = profile.shares.map((share) => [identifierKey(share.home), share] as const)
        const own = { canonical, known, activityCount, firstSeen, lastSeen, shares: byName(shares) }
        return [nameOf(profile), own]
      }),
    ),
  }
}
