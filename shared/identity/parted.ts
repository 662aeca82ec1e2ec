import type { Clustering } from './cluster-identifiers.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import { pairsOf, type StewardFact } from './steward-fact.ts'

/**
 * Tells whether stewards have parted two identifiers: then that they stand in one event says
 * nothing about who used a device. An excluded link parts its two ends; who must never be one with
 * somebody is parted from all of hers, whichever of her identifiers an event names.
 */
export function partedBy(
  { clusters, refused }: Pick<Clustering, 'clusters' | 'refused'>,
  facts: readonly StewardFact[],
): (a: Identifier, b: Identifier) => boolean {
  const parted = new Set<string>()
  const part = (a: string, b: string): void => void parted.add(`${a}\n${b}`).add(`${b}\n${a}`)
  for (const { link, reason } of refused) {
    if (reason.kind === 'excluded') part(identifierKey(link.a), identifierKey(link.b))
  }
  const never = pairsOf(facts, 'never')
  if (never.length > 0) {
    const members = new Map<string, readonly string[]>()
    for (const cluster of clusters) {
      const keys = cluster.members.map(identifierKey)
      for (const key of keys) members.set(key, keys)
    }
    for (const { a, b } of never) {
      for (const key of members.get(b) ?? [b]) part(a, key)
      for (const key of members.get(a) ?? [a]) part(b, key)
    }
  }
  if (parted.size === 0) return () => false
  return (a, b) => parted.has(`${identifierKey(a)}\n${identifierKey(b)}`)
}
