import { createDisjointSets } from '../platform/collections/disjoint-sets.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'

/** Groups of identifiers that are one person (or one unknown visitor). */
export type Clusters = readonly (readonly Identifier[])[]

/** A link that does not hold, and why. */
export interface RefusedLink {
  readonly a: Identifier
  readonly b: Identifier
  readonly reason: string
}

export interface Clustering {
  readonly clusters: Clusters
  readonly refused: readonly RefusedLink[]
}

/**
 * Groups identifiers: linked is one. A function of the set of links, so their order and
 * repetition do not matter; identifiers without a link are clusters of their own.
 */
export function clusterIdentifiers(
  identifiers: readonly Identifier[],
  links: readonly IdentityLink[],
): Clustering {
  const ends = links.flatMap(({ a, b }) => [a, b])
  const known = new Map([...identifiers, ...ends].map((item) => [identifierKey(item), item]))
  const sets = createDisjointSets()
  for (const { a, b } of links) sets.join(identifierKey(a), identifierKey(b))
  const clusters = groupBy(known.values(), (item) => sets.find(identifierKey(item)))
  return { clusters: [...clusters.values()], refused: [] }
}
