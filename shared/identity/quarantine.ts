import { sha256Hex } from '../platform/ids/hash.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'
import { createLinkGraph, type GraphEdge, type LinkGraph } from './link-graph.ts'
import type { NamespaceDefinition } from './namespace-definition.ts'
import type { Namespaces } from './namespaces.ts'

/**
 * Rule 4: identifiers linked to more others than their namespace's `maxFan`, by number, with how
 * many count. What counts are stronger person values; for a device also other devices; for a person of the
 * strongest namespace her devices. A weaker value that many share is its own problem, not that of
 * the person it names.
 */
export function findQuarantined(
  namespaces: Namespaces,
  graph: LinkGraph,
  edges: readonly GraphEdge[],
): ReadonlyMap<number, number> {
  const fans = new Map<number, number>()
  const count = (node: number): void => void fans.set(node, (fans.get(node) ?? 0) + 1)
  for (const { stronger, weaker } of edges) {
    if (counts(namespaces, graph, weaker, stronger)) count(weaker)
    if (counts(namespaces, graph, stronger, weaker)) count(stronger)
  }
  const isOver = ([node, fan]: [number, number]): boolean => {
    const definition = graph.nodes[node]?.definition
    return definition !== undefined && isTooMany(definition, fan)
  }
  return new Map([...fans].filter(isOver))
}

/** How many others count against an identifier, by these links. */
export function countOthers(
  namespaces: Namespaces,
  identifier: Identifier,
  links: readonly IdentityLink[],
): number {
  const graph = createLinkGraph(namespaces, [identifier], links)
  const number = graph.numberOf(identifierKey(identifier)) ?? 0
  const others = new Set(
    graph.edges
      .flatMap(({ stronger, weaker }) =>
        stronger === number ? [weaker] : weaker === number ? [stronger] : [],
      )
      .filter((other) => counts(namespaces, graph, number, other)),
  )
  return others.size
}

/** True when an identifier that so many others count against is quarantined. */
export function isTooMany({ maxFan }: NamespaceDefinition, fan: number): boolean {
  return maxFan !== null && fan > maxFan
}

/** True when the other end counts against the identifier. */
function counts(
  namespaces: Namespaces,
  { nodes }: LinkGraph,
  number: number,
  otherNumber: number,
): boolean {
  const [node, other] = [nodes[number], nodes[otherNumber]]
  if (node === undefined || other === undefined) return false
  if (other.isPerson) return otherNumber < number
  return !node.isPerson || node.definition.priority === namespaces.strongestPerson
}

/** Names what decides who counts against whom; a number counted under other rules says nothing. */
export function fanRules({ all }: Namespaces): string {
  const rules = all.map(({ name, kind, priority }) => `${name} ${kind} ${priority}`)
  return sha256Hex(rules.sort().join('\n')).slice(0, 8)
}
