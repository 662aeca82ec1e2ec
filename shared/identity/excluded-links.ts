import { identifierKey } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'
import { pairsOf, type StewardFact } from './steward-fact.ts'

/** Tells of a link whether stewards say that it says nothing. */
export function excludedBy(
  facts: readonly StewardFact[],
): (link: Pick<IdentityLink, 'a' | 'b' | 'lastSeen'>) => boolean {
  const pairs = new Set(
    pairsOf(facts, 'exclude').flatMap(({ a, b }) => [`${a}\n${b}`, `${b}\n${a}`]),
  )
  const detached = new Map<string, number>()
  for (const fact of facts) {
    if (fact.type !== 'detach') continue
    detached.set(fact.a, Math.max(fact.at, detached.get(fact.a) ?? -Infinity))
  }
  const isDetached = (key: string, lastSeen: number): boolean =>
    lastSeen <= (detached.get(key) ?? -Infinity)
  return ({ a, b, lastSeen }) => {
    const [keyA, keyB] = [identifierKey(a), identifierKey(b)]
    if (pairs.has(`${keyA}\n${keyB}`)) return true
    return isDetached(keyA, lastSeen) || isDetached(keyB, lastSeen)
  }
}
