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
  const parent = new Map<string, string>()
  const known = new Map<string, Identifier>()
  const find = (key: string): string => {
    let root = key
    for (
      let next = parent.get(root);
      next !== undefined && next !== root;
      next = parent.get(root)
    ) {
      root = next
    }
    parent.set(key, root)
    return root
  }
  for (const identifier of [...identifiers, ...links.flatMap((link) => [link.a, link.b])]) {
    const key = identifierKey(identifier)
    known.set(key, identifier)
    if (!parent.has(key)) parent.set(key, key)
  }
  for (const link of links) parent.set(find(identifierKey(link.a)), find(identifierKey(link.b)))

  const clusters = new Map<string, Identifier[]>()
  for (const [key, identifier] of known) {
    const root = find(key)
    clusters.set(root, [...(clusters.get(root) ?? []), identifier])
  }
  return { clusters: [...clusters.values()], refused: [] }
}
