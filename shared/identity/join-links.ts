import type { ClusterSets } from './cluster-sets.ts'
import type { GraphEdge, LinkGraph } from './link-graph.ts'
import type { RefusalReason } from './refused-link.ts'

export interface RefusedEdge {
  readonly edge: GraphEdge
  readonly reason: RefusalReason
}

export interface JoinState {
  readonly graph: LinkGraph
  readonly sets: ClusterSets
  /** Identifiers whose best owner has no place for them; grows. */
  readonly replaced: Set<number>
}

/**
 * Rules 6 and 8: joins what links connect, one after the other as given, and answers those that
 * would break something. An identifier that is refused because its own namespace is full at the
 * owner it prefers is *replaced*: its later links to stronger people are refused too, else one
 * value that changes hands would make all that ever changed hands move on by one.
 */
export function joinLinks(
  { graph, sets, replaced }: JoinState,
  edges: readonly GraphEdge[],
  mayJoinPeople: boolean,
): RefusedEdge[] {
  const { nodes } = graph
  const reasonAgainst = ({ stronger, weaker }: GraphEdge): RefusalReason | undefined => {
    if (sets.find(stronger) === sets.find(weaker)) return undefined
    const identifier = nodes[weaker]?.identifier
    if (identifier !== undefined && nodes[stronger]?.isPerson === true && replaced.has(weaker)) {
      return { kind: 'replaced', identifier }
    }
    if (!mayJoinPeople && sets.hasPerson(stronger) && sets.hasPerson(weaker)) {
      return { kind: 'twoPeople', between: sets.between(stronger, weaker) }
    }
    return sets.obstacle(stronger, weaker)
  }
  const refused: RefusedEdge[] = []
  for (const edge of edges) {
    const { stronger, weaker } = edge
    const reason = reasonAgainst(edge)
    if (reason === undefined) {
      sets.join(stronger, weaker)
      continue
    }
    refused.push({ edge, reason })
    if (reason.kind === 'limit' && reason.namespace === nodes[weaker]?.identifier.namespace) {
      replaced.add(weaker)
    }
  }
  return refused
}
