import type { Cluster } from './cluster.ts'
import {
  clusterIdentifiers,
  type ClusterFacts,
  type Clustering,
  type ClusterRules,
} from './cluster-identifiers.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import { linkKey, mergeLinkLists, type IdentityLink } from './identity-link.ts'
import type { StewardFact } from './steward-fact.ts'

export interface HoldInput {
  /** What is stored about everybody whom the new links concern. */
  readonly facts: ClusterFacts
  /** The links of events that are about to be stored. */
  readonly fresh: readonly IdentityLink[]
  /** An identifier of each known profile. */
  readonly known: readonly Identifier[]
  /** The most known profiles that a link may change. */
  readonly most: number
  /** Links that were held once are not held again, by key. */
  readonly heldBefore: ReadonlySet<string>
  readonly rules: ClusterRules
}

/**
 * The new links that would change the identifiers of more known profiles than allowed, each taken
 * together with those before it that may pass. Only a link between two that are not one yet can.
 */
export function linksToHold(input: HoldInput): IdentityLink[] {
  const { facts, fresh, known, most, rules } = input
  const before = membersOfKnown(clusterIdentifiers(facts, rules), known)
  const links = mergeLinkLists([...facts.links, ...fresh])
  const changes = (held: readonly IdentityLink[]): number => {
    const stewardFacts = [...facts.stewardFacts, ...held.map(excluding)]
    const after = membersOfKnown(
      clusterIdentifiers({ ...facts, links, stewardFacts }, rules),
      known,
    )
    return before.filter((members, index) => members !== after[index]).length
  }
  if (changes([]) <= most) return []
  const held: IdentityLink[] = []
  const open = candidates(input)
  while (open.length > 0) {
    const [link] = open.splice(0, 1)
    if (link !== undefined && changes([...held, ...open]) > most) held.push(link)
  }
  return held
}

function candidates({ facts, fresh, heldBefore, rules }: HoldInput): IdentityLink[] {
  const clustering = clusterIdentifiers(facts, rules)
  const clusterOf = new Map<string, Cluster>()
  for (const cluster of clustering.clusters) {
    for (const member of cluster.members) clusterOf.set(identifierKey(member), cluster)
  }
  return mergeLinkLists(fresh).filter((link) => {
    const [a, b] = [clusterOf.get(identifierKey(link.a)), clusterOf.get(identifierKey(link.b))]
    return (a === undefined || a !== b) && !heldBefore.has(linkKey(link))
  })
}

/** The members of each known profile as text, in the order given. */
function membersOfKnown({ clusters }: Clustering, known: readonly Identifier[]): string[] {
  const byMember = new Map<string, string>()
  for (const { members } of clusters) {
    const keys = members.map(identifierKey)
    for (const key of keys) byMember.set(key, keys.join('\n'))
  }
  return known.map((identifier) => byMember.get(identifierKey(identifier)) ?? '')
}

function excluding({ a, b }: IdentityLink): StewardFact {
  return { type: 'exclude', a: identifierKey(a), b: identifierKey(b) }
}
