import { compareText, type Identifier } from './identifier.ts'
import type { LinkGraph } from './link-graph.ts'
import type { NamespaceDefinition } from './namespace-definition.ts'
import type { Between, RefusalReason } from './refused-link.ts'

/** Clusters that grow together, and what keeps them apart. Nodes by their number. */
export interface ClusterSets {
  /** The number that stands for a node's cluster. */
  find(node: number): number
  /** Makes the clusters of two nodes one. */
  join(a: number, b: number): void
  /** The same, where both count as one value of every namespace. */
  joinAsOne(a: number, b: number): void
  /** What forbids to join the clusters of two nodes, beside devices. */
  obstacle(a: number, b: number): RefusalReason | undefined
  hasPerson(node: number): boolean
  /** How many values of each namespace a node's cluster has. */
  counts(node: number): ReadonlyMap<string, number>
  /** Names the clusters of two nodes. */
  between(a: number, b: number): Between
}

export interface SetRules {
  readonly graph: LinkGraph
  readonly maxIdentifiers: number | null
  /** Pairs that must never be in one cluster. */
  readonly never: readonly (readonly [number, number])[]
}

interface Cluster {
  /** The smallest number: the strongest identifier. */
  strongest: number
  size: number
  hasPerson: boolean
  counts: Map<string, number>
  never: [own: number, other: number][]
}

export function createClusterSets(rules: SetRules): ClusterSets {
  const { nodes } = rules.graph
  const definitions = new Map(
    nodes.map(({ identifier, definition }) => [identifier.namespace, definition]),
  )
  const parent = nodes.map((_, number) => number)
  const clusters = nodes.map(({ isPerson, identifier }, number): Cluster => {
    const counts = new Map([[identifier.namespace, 1]])
    return { strongest: number, size: 1, hasPerson: isPerson, counts, never: [] }
  })
  for (const [a, b] of rules.never) {
    clusters[a]?.never.push([a, b])
    clusters[b]?.never.push([b, a])
  }
  const find = (node: number): number => {
    let root = node
    for (let up = parent[root] ?? root; up !== root; up = parent[root] ?? root) {
      parent[root] = parent[up] ?? up
      root = up
    }
    return root
  }
  const clusterOf = (node: number): Cluster => clusters[find(node)] as Cluster
  const merge = (a: number, b: number, combine: (x: number, y: number) => number): void => {
    const [rootA, rootB] = [find(a), find(b)]
    if (rootA === rootB) return
    const isLarger = clusterOf(rootA).size >= clusterOf(rootB).size
    const [large, small] = isLarger ? [rootA, rootB] : [rootB, rootA]
    parent[small] = large
    absorb(clusters[large] as Cluster, clusters[small] as Cluster, combine)
  }
  const named = (node: number): Identifier => (nodes[node] as LinkGraph['nodes'][number]).identifier
  const between = (a: number, b: number): Between => [
    named(clusterOf(a).strongest),
    named(clusterOf(b).strongest),
  ]
  return {
    find,
    join: (a, b) => merge(a, b, (x, y) => x + y),
    joinAsOne: (a, b) => merge(a, b, Math.max),
    hasPerson: (node) => clusterOf(node).hasPerson,
    counts: (node) => clusterOf(node).counts,
    between,
    obstacle: (a, b) => {
      const [x, y] = [clusterOf(a), clusterOf(b)]
      const fact = neverBetween(x, y, find)
      const names = between(a, b)
      if (fact !== undefined) {
        return { kind: 'never', fact: [named(fact[0]), named(fact[1])], between: names }
      }
      const broken = brokenLimit(definitions, x, y)
      if (broken !== undefined) return { kind: 'limit', ...broken, between: names }
      const limit = rules.maxIdentifiers ?? Infinity
      if (x.size + y.size > limit) return { kind: 'maxIdentifiers', limit, between: names }
      return undefined
    },
  }
}

function absorb(large: Cluster, small: Cluster, combine: (x: number, y: number) => number): void {
  large.strongest = Math.min(large.strongest, small.strongest)
  large.size += small.size
  large.hasPerson ||= small.hasPerson
  for (const [namespace, count] of small.counts) {
    large.counts.set(namespace, combine(large.counts.get(namespace) ?? 0, count))
  }
  large.never.push(...small.never)
}

function neverBetween(
  x: Cluster,
  y: Cluster,
  find: (node: number) => number,
): [number, number] | undefined {
  const [few, many] = x.never.length <= y.never.length ? [x, y] : [y, x]
  const root = find(many.strongest)
  return few.never.find(([, other]) => find(other) === root)
}

/**
 * The strongest namespace of which both together have more values than its limit. Only one that
 * both have can be: alone, each keeps its limits.
 */
function brokenLimit(
  definitions: ReadonlyMap<string, NamespaceDefinition>,
  x: Cluster,
  y: Cluster,
): { readonly namespace: string; readonly limit: number } | undefined {
  const [few, many] = x.counts.size <= y.counts.size ? [x, y] : [y, x]
  const broken = [...few.counts]
    .flatMap(([namespace, count]) => {
      const { limit = null, priority = Infinity } = definitions.get(namespace) ?? {}
      const other = many.counts.get(namespace) ?? 0
      const isBroken = limit !== null && other > 0 && count + other > limit
      return isBroken ? [{ namespace, limit, priority }] : []
    })
    .sort((a, b) => a.priority - b.priority || compareText(a.namespace, b.namespace))[0]
  return broken && { namespace: broken.namespace, limit: broken.limit }
}
