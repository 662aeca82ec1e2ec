import { acceptIdentifier } from '../identity/accept-identifier.ts'
import type { CorrectionFact } from '../identity/correction.ts'
import { identifierKey, parseIdentifierKey } from '../identity/identifier.ts'
import type { Namespaces } from '../identity/namespaces.ts'

/**
 * A fact with its identifiers as the workspace reads them now, which may be otherwise than when
 * it was made; `undefined` where one of them counts no more: then it says nothing.
 */
export function normaliseFact(
  fact: CorrectionFact,
  namespaces: Namespaces,
): CorrectionFact | undefined {
  const normal = (key: string): string | undefined => {
    const raw = parseIdentifierKey(key)
    const accepted = raw && acceptIdentifier(namespaces, raw)
    return accepted?.kind === 'accepted' ? identifierKey(accepted.identifier) : undefined
  }
  const a = normal(fact.a)
  if (a === undefined) return undefined
  if (fact.b === undefined) return { ...fact, a }
  const b = normal(fact.b)
  return b === undefined ? undefined : { ...fact, a, b }
}
