import { createDisjointSets } from '../../../shared/platform/collections/disjoint-sets.ts'
import { groupBy } from '../../../shared/platform/collections/group-by.ts'
import { identifierKey, type Identifier } from '../../../shared/identity/identifier.ts'
import type { IdentityLink } from '../../../shared/identity/identity-link.ts'

/** Groups of identifiers. */
export type Clusters = readonly (readonly Identifier[])[]

/**
 * Groups identifiers that links connect, whatever the links are worth: linked is one. A function
 * of the set of links; identifiers without a link are groups of their own.
 */
export function connectIdentifiers(
  identifiers: readonly Identifier[],
  links: readonly IdentityLink[],
): Clusters {
  const ends = links.flatMap(({ a, b }) => [a, b])
  const known = new Map([...identifiers, ...ends].map((item) => [identifierKey(item), item]))
  const sets = createDisjointSets()
  for (const { a, b } of links) sets.join(identifierKey(a), identifierKey(b))
  return [...groupBy(known.values(), (item) => sets.find(identifierKey(item))).values()]
}
