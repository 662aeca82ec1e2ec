import { historyRules } from '../identity/fold-events.ts'
import type { FactRules } from '../profiles/node-facts.ts'
import type { Context } from '../workspace/context.ts'

/** What decides who is who. */
export type IdentityContext = Pick<
  Context,
  'namespaces' | 'identity' | 'mostMoments' | 'attributeRules'
>

/** The rules by which the facts of homes are kept. */
export function factRulesOf({
  namespaces,
  identity,
  mostMoments,
  attributeRules,
}: IdentityContext): FactRules {
  return { ...historyRules({ namespaces, settings: identity }, mostMoments), attributeRules }
}
