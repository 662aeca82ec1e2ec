import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'
import type { NamespaceDefinition } from './namespace-definition.ts'
import type { Namespaces } from './namespaces.ts'

/** An identifier of the graph, with what its namespace says. */
export interface GraphNode {
  readonly identifier: Identifier
  readonly key: string
  readonly definition: NamespaceDefinition
  readonly isPerson: boolean
}

/** A link between two nodes, by their numbers; the stronger one has the smaller number. */
export interface GraphEdge {
  readonly link: IdentityLink
  readonly stronger: number
  readonly weaker: number
}

/**
 * Identifiers and links as numbers. Nodes stand from the strongest identifier to the weakest, then
 * by namespace and value, so comparing two of them is comparing their numbers.
 */
export interface LinkGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  numberOf(key: string): number | undefined
}

export function createLinkGraph(
  namespaces: Namespaces,
  identifiers: Iterable<Identifier>,
  links: readonly IdentityLink[],
): LinkGraph {
  const byKey = new Map<string, Identifier>()
  for (const item of identifiers) byKey.set(identifierKey(item), item)
  for (const { a, b } of links) byKey.set(identifierKey(a), a).set(identifierKey(b), b)
  const nodes = [...byKey]
    .map(([key, identifier]) => {
      const definition = namespaces.definition(identifier.namespace)
      return { key, identifier, definition, isPerson: definition.kind === 'person' }
    })
    .sort((a, b) => namespaces.compareStrength(a.identifier, b.identifier))
  const numbers = new Map(nodes.map(({ key }, number) => [key, number]))
  const numberOf = (key: string): number | undefined => numbers.get(key)
  const edges = links.map((link) => {
    const [a, b] = [numberOf(identifierKey(link.a)) ?? 0, numberOf(identifierKey(link.b)) ?? 0]
    return { link, stronger: Math.min(a, b), weaker: Math.max(a, b) }
  })
  return { nodes, edges, numberOf }
}
