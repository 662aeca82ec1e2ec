import type { HistoryRules } from '../identity/device-history.ts'
import { historyRules } from '../identity/fold-events.ts'
import type { Context } from '../workspace/context.ts'

/** What decides who is who. */
export type IdentityContext = Pick<Context, 'namespaces' | 'identity' | 'mostMoments'>

/** The rules by which histories are kept. */
export function historyRulesOf({
  namespaces,
  identity,
  mostMoments,
}: IdentityContext): HistoryRules {
  return historyRules({ namespaces, settings: identity }, mostMoments)
}
