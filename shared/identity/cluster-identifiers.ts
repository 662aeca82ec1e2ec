import { createClusterSets, type ClusterSets } from './cluster-sets.ts'
import { describeClusters, type Cluster } from './cluster.ts'
import { compareText, identifierKey, parseIdentifierKey, type Identifier } from './identifier.ts'
import { linkKey, mergeLinkLists, type IdentityLink } from './identity-link.ts'
import type { IdentitySettings } from './identity-settings.ts'
import { joinLinks, type RefusedEdge } from './join-links.ts'
import { joinUnambiguous, type DeviceJoin } from './join-unambiguous.ts'
import { createLinkGraph, type GraphEdge, type LinkGraph } from './link-graph.ts'
import { inOrder } from './link-order.ts'
import type { Namespaces } from './namespaces.ts'
import type { RefusedLink } from './refused-link.ts'
import { pairsOf, type StewardFact } from './steward-fact.ts'
import { isBetweenPeople, trustLinks } from './trust-links.ts'

/** All that is known about a connected set of identifiers; more sets at once do no harm. */
export interface ClusterFacts {
  readonly identifiers: readonly Identifier[]
  readonly links: readonly IdentityLink[]
  readonly stewardFacts: readonly StewardFact[]
  /** Identifiers known to be quarantined, though not all their links are given. */
  readonly closed?: readonly Identifier[]
}

export interface ClusterRules {
  readonly namespaces: Namespaces
  readonly settings: Pick<IdentitySettings, 'deviceHistory' | 'deviceMerge' | 'maxIdentifiers'>
}

/** Every identifier is in exactly one cluster; every link is in one cluster or refused. */
export interface Clustering {
  readonly clusters: readonly Cluster[]
  readonly refused: readonly RefusedLink[]
  /** Linked to more others than anybody has; all their links are refused. */
  readonly quarantined: readonly Identifier[]
  /** How many others count against each of them, by key; 0 where not all their links are given. */
  readonly fans: ReadonlyMap<string, number>
  /** Claimed by several people where the namespace does not decide; likewise. */
  readonly ambiguous: readonly Identifier[]
}

/**
 * Decides which identifiers are one: rules 3 to 8 of identity resolution, in this order. Excluded
 * links go, then those of quarantined and of ambiguous identifiers. What a steward joined is one.
 * People cluster by their links, from the strongest; two people whom a device joins beyond doubt
 * become one; devices hang themselves on one cluster each. A function of the set of facts: order
 * and repeats do not matter, nor what is not connected.
 */
export function clusterIdentifiers(facts: ClusterFacts, rules: ClusterRules): Clustering {
  const { namespaces, settings } = rules
  const graph = graphOf(facts, namespaces)
  const pairs = (type: 'always' | 'never'): [number, number][] =>
    numberedPairs(graph, facts.stewardFacts, type)
  const createSets = (): ClusterSets => {
    const { maxIdentifiers } = settings
    const sets = createClusterSets({ graph, maxIdentifiers, never: pairs('never') })
    for (const [a, b] of pairs('always')) sets.joinAsOne(a, b)
    return sets
  }
  const closed = new Set(
    (facts.closed ?? []).flatMap((item) => graph.numberOf(identifierKey(item)) ?? []),
  )
  const { stewardFacts } = facts
  const trusted = trustLinks({ namespaces, graph, stewardFacts, closed, createSets })
  const sets = createSets()
  const joined = joinAll({ graph, sets, edges: trusted.edges }, rules)
  const refused = [...trusted.refused, ...joined.refused]
  const identifiersOf = (numbers: Iterable<number>): Identifier[] =>
    [...numbers].sort((a, b) => a - b).flatMap((number) => graph.nodes[number]?.identifier ?? [])
  return {
    clusters: describeClusters({ graph, sets, facts, joins: joined.joins, refused }),
    refused: refused
      .map(({ edge, reason }) => ({ link: edge.link, reason }))
      .sort((a, b) => compareText(linkKey(a.link), linkKey(b.link))),
    quarantined: identifiersOf(trusted.quarantined.keys()),
    fans: new Map(
      [...trusted.quarantined].map(([node, fan]) => [graph.nodes[node]?.key ?? '', fan]),
    ),
    ambiguous: identifiersOf(trusted.ambiguous),
  }
}

/** The identifiers that always-facts name may not have been seen; they still connect. */
function graphOf(facts: ClusterFacts, namespaces: Namespaces): LinkGraph {
  const named = pairsOf(facts.stewardFacts, 'always').flatMap(({ a, b }) =>
    [parseIdentifierKey(a) ?? [], parseIdentifierKey(b) ?? []].flat(),
  )
  return createLinkGraph(namespaces, [...facts.identifiers, ...named], mergeLinkLists(facts.links))
}

function numberedPairs(
  graph: LinkGraph,
  facts: readonly StewardFact[],
  type: 'always' | 'never',
): [number, number][] {
  return pairsOf(facts, type)
    .map(({ a, b }) => [graph.numberOf(a), graph.numberOf(b)])
    .filter((pair): pair is [number, number] => !pair.includes(undefined))
}

interface Joinable {
  readonly graph: LinkGraph
  readonly sets: ClusterSets
  readonly edges: readonly GraphEdge[]
}

/** Rules 6 to 8. */
function joinAll(
  { graph, sets, edges }: Joinable,
  { namespaces, settings }: ClusterRules,
): { readonly refused: readonly RefusedEdge[]; readonly joins: readonly DeviceJoin[] } {
  const state = { graph, sets, replaced: new Set<number>() }
  const isolated = settings.deviceHistory === 'isolated' ? edges.filter(isMixed(graph)) : []
  const apart = new Set(isolated)
  const used = inOrder(
    graph,
    edges.filter((edge) => !apart.has(edge)),
  )
  const refused = isolated.map((edge): RefusedEdge => ({ edge, reason: { kind: 'isolated' } }))
  if (settings.deviceMerge === 'allow') {
    return { refused: [...refused, ...joinLinks(state, used, true)], joins: [] }
  }
  const ofPeople = used.filter((edge) => isBetweenPeople(graph, edge))
  const ofDevices = used.filter((edge) => !isBetweenPeople(graph, edge))
  const people = joinLinks(state, ofPeople, true)
  const joins = joinUnambiguous(namespaces, state, ofDevices)
  const devices = joinLinks(state, ofDevices, false)
  return { refused: [...refused, ...people, ...devices], joins }
}

/** A link of a person and a device. */
function isMixed({ nodes }: LinkGraph): (edge: GraphEdge) => boolean {
  return ({ stronger, weaker }) => nodes[stronger]?.isPerson !== nodes[weaker]?.isPerson
}
