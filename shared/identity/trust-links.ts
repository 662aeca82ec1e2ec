import { findAmbiguous, mayBeAmbiguous } from './ambiguous.ts'
import type { ClusterSets } from './cluster-sets.ts'
import { excludedBy } from './excluded-links.ts'
import { joinLinks, type RefusedEdge } from './join-links.ts'
import type { GraphEdge, LinkGraph } from './link-graph.ts'
import { inOrder } from './link-order.ts'
import type { Namespaces } from './namespaces.ts'
import { findQuarantined } from './quarantine.ts'
import type { RefusalReason } from './refused-link.ts'
import type { StewardFact } from './steward-fact.ts'

/** The links that count, those that do not, and the identifiers that lost all of theirs. */
export interface TrustedLinks {
  readonly edges: readonly GraphEdge[]
  readonly refused: readonly RefusedEdge[]
  /** With how many others count against each; 0 where that is not known here. */
  readonly quarantined: ReadonlyMap<number, number>
  readonly ambiguous: ReadonlySet<number>
}

export interface TrustInput {
  readonly namespaces: Namespaces
  readonly graph: LinkGraph
  readonly stewardFacts: readonly StewardFact[]
  /** Known to be quarantined, though the graph does not have all their links. */
  readonly closed: ReadonlySet<number>
  /** Clusters before any link: what a steward joined. */
  readonly createSets: () => ClusterSets
}

/** Rules 3 and 4: takes out what a steward excludes, then quarantined, then ambiguous identifiers. */
export function trustLinks(input: TrustInput): TrustedLinks {
  const { graph, namespaces } = input
  const isExcluded = excludedBy(input.stewardFacts)
  const excluded = new Set(graph.edges.filter(({ link }) => isExcluded(link)))
  const kept = graph.edges.filter((edge) => !excluded.has(edge))
  const quarantined = new Map([
    ...[...input.closed].map((node) => [node, 0] as const),
    ...findQuarantined(namespaces, graph, kept),
  ])
  const withoutQuarantined = kept.filter((edge) => !touches(quarantined, edge))
  const ambiguous = ambiguousOf(input, withoutQuarantined)
  const edges = withoutQuarantined.filter((edge) => !touches(ambiguous, edge))
  const isTrusted = new Set(edges)
  const reasonAgainst = (edge: GraphEdge): RefusalReason => {
    const { stronger, weaker } = edge
    if (excluded.has(edge)) return { kind: 'excluded' }
    for (const [kind, nodes] of [
      ['quarantined', quarantined],
      ['ambiguous', ambiguous],
    ] as const) {
      const identifier = graph.nodes[nodes.has(weaker) ? weaker : stronger]?.identifier
      if (touches(nodes, edge) && identifier !== undefined) {
        return { kind, identifier }
      }
    }
    return { kind: 'excluded' }
  }
  const refused = graph.edges
    .filter((edge) => !isTrusted.has(edge))
    .map((edge) => ({ edge, reason: reasonAgainst(edge) }))
  return { edges, refused, quarantined, ambiguous }
}

type Ends = Pick<GraphEdge, 'stronger' | 'weaker'>

function touches(nodes: Pick<ReadonlySet<number>, 'has'>, { stronger, weaker }: Ends): boolean {
  return nodes.has(stronger) || nodes.has(weaker)
}

/** People are made of what decides; whatever then belongs to two of them is ambiguous. */
function ambiguousOf(
  { graph, createSets }: TrustInput,
  edges: readonly GraphEdge[],
): ReadonlySet<number> {
  const isUndecided = (node: number): boolean => mayBeAmbiguous(graph, node)
  if (!graph.nodes.some((_, node) => isUndecided(node))) return new Set()
  const between = edges.filter(
    ({ stronger, weaker }) =>
      isBetweenPeople(graph, { stronger, weaker }) &&
      !isUndecided(stronger) &&
      !isUndecided(weaker),
  )
  const sets = createSets()
  joinLinks({ graph, sets, replaced: new Set() }, inOrder(graph, between), true)
  return findAmbiguous(graph, sets, edges)
}

/** True for a link of two person identifiers. */
export function isBetweenPeople({ nodes }: LinkGraph, { stronger, weaker }: Ends): boolean {
  return nodes[stronger]?.isPerson === true && nodes[weaker]?.isPerson === true
}
