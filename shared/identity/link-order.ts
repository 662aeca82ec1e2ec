import type { GraphEdge, GraphNode, LinkGraph } from './link-graph.ts'

/**
 * The links in the order of rules 6 and 8: by the priority of the weaker end, people before
 * devices inside it, its namespace, then what its `onConflict` prefers, then the priority of the
 * stronger end. Ties go by the weaker and the stronger value, so there is only one order.
 */
export function inOrder(graph: LinkGraph, edges: readonly GraphEdge[]): GraphEdge[] {
  return edges
    .map((edge) => ({ edge, ranks: ranksOf(graph, edge) }))
    .sort((a, b) => compareRanks(a.ranks, b.ranks))
    .map(({ edge }) => edge)
}

type Ranks = readonly (number | string)[]

function ranksOf({ nodes }: LinkGraph, { link, stronger, weaker }: GraphEdge): Ranks {
  const [weak, strong] = [nodes[weaker], nodes[stronger]] as [GraphNode, GraphNode]
  const { priority, name, onConflict } = weak.definition
  const betweenDevices = weak.isPerson || strong.isPerson ? 0 : 1
  const recency = onConflict === 'keepFirst' ? link.firstSeen : -link.lastSeen
  return [priority, betweenDevices, name, recency, strong.definition.priority, weaker, stronger]
}

function compareRanks(a: Ranks, b: Ranks): number {
  for (const [index, rank] of a.entries()) {
    const other = b[index] ?? 0
    if (rank !== other) return rank < other ? -1 : 1
  }
  return 0
}
