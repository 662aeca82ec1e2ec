import type { ClusterSets } from './cluster-sets.ts'
import type { GraphEdge, LinkGraph } from './link-graph.ts'

/** True for an identifier whose namespace does not decide between several people. */
export function mayBeAmbiguous({ nodes }: LinkGraph, node: number): boolean {
  return nodes[node]?.definition.onConflict === 'ambiguous'
}

/**
 * Rule 4: identifiers of `ambiguous` namespaces that are linked to more than one person, by number.
 * The sets hold the people as the other namespaces make them.
 */
export function findAmbiguous(
  graph: LinkGraph,
  sets: ClusterSets,
  edges: readonly GraphEdge[],
): ReadonlySet<number> {
  const firstPerson = new Map<number, number>()
  const found = new Set<number>()
  const note = (node: number, other: number): void => {
    if (!mayBeAmbiguous(graph, node) || mayBeAmbiguous(graph, other)) return
    if (graph.nodes[other]?.isPerson !== true) return
    const person = sets.find(other)
    const first = firstPerson.get(node) ?? person
    firstPerson.set(node, first)
    if (first !== person) found.add(node)
  }
  for (const { stronger, weaker } of edges) {
    note(stronger, weaker)
    note(weaker, stronger)
  }
  return found
}
