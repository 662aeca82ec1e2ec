import { groupBy } from '../platform/collections/group-by.ts'
import type { ClusterSets } from './cluster-sets.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'
import type { RefusedEdge } from './join-links.ts'
import type { DeviceJoin } from './join-unambiguous.ts'
import type { LinkGraph } from './link-graph.ts'
import { pairsOf, type PairFact, type StewardFact } from './steward-fact.ts'

/** Identifiers that are one person, or one unknown visitor, and what holds them together. */
export interface Cluster {
  /** From the strongest to the weakest. */
  readonly members: readonly Identifier[]
  /** The links that were accepted; not all of them are needed. */
  readonly links: readonly IdentityLink[]
  readonly always: readonly PairFact[]
  /** Devices that made one of two people, each named by an identifier of hers. */
  readonly joins: readonly {
    readonly device: Identifier
    readonly people: readonly [Identifier, Identifier]
  }[]
}

interface Clustered {
  readonly graph: LinkGraph
  readonly sets: ClusterSets
  readonly facts: {
    readonly identifiers: readonly Identifier[]
    readonly stewardFacts: readonly StewardFact[]
  }
  readonly joins: readonly DeviceJoin[]
  readonly refused: readonly RefusedEdge[]
}

/** The clusters with what holds them together, in the order of their strongest identifiers. */
export function describeClusters(clustered: Clustered): Cluster[] {
  const { graph, sets, facts } = clustered
  const { nodes } = graph
  const seen = new Set(facts.identifiers.map(identifierKey))
  for (const { stronger, weaker } of graph.edges) {
    for (const number of [stronger, weaker]) seen.add(nodes[number]?.key ?? '')
  }
  const present = [...nodes.entries()].filter(([, { key }]) => seen.has(key))
  const members = groupBy(present, ([number]) => sets.find(number))
  const refused = new Set(clustered.refused.map(({ edge }) => edge))
  const accepted = graph.edges.filter((edge) => !refused.has(edge))
  const links = groupBy(accepted, ({ stronger }) => sets.find(stronger))
  const always = groupBy(pairsOf(facts.stewardFacts, 'always'), ({ a }) =>
    sets.find(graph.numberOf(a) ?? -1),
  )
  const joins = groupBy(clustered.joins, ({ a }) => sets.find(a))
  const named = (number: number): Identifier =>
    (nodes[number] as LinkGraph['nodes'][number]).identifier
  return [...members].map(([root, group]) => ({
    members: group.map(([, { identifier }]) => identifier),
    links: (links.get(root) ?? []).map(({ link }) => link),
    always: always.get(root) ?? [],
    joins: (joins.get(root) ?? []).map(({ device, a, b }) => ({
      device: named(device),
      people: [named(a), named(b)],
    })),
  }))
}
