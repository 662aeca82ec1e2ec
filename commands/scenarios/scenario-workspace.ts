import { acceptIdentifier } from '../../shared/identity/accept-identifier.ts'
import { identifierKey, parseIdentifierKey } from '../../shared/identity/identifier.ts'
import { defaultIdentitySettings } from '../../shared/identity/identity-settings.ts'
import { createNamespaces } from '../../shared/identity/namespaces.ts'
import type { PhoneNumbers } from '../../shared/identity/phone-number.ts'
import type { ResolutionRules } from '../../shared/identity/resolve-identity.ts'
import type { StewardFact } from '../../shared/identity/steward-fact.ts'
import type { Scenario } from './scenario-file.ts'

/** What a scenario configures, as the product takes it. */
export interface ScenarioWorkspace {
  readonly rules: ResolutionRules
  readonly stewardFacts: readonly StewardFact[]
  /** Keys of identifiers that must not come back. */
  readonly suppressed: ReadonlySet<string>
}

/** In a scenario what is not said is not limited, and every namespace has the name it is given. */
export function scenarioWorkspace(scenario: Scenario, phones: PhoneNumbers): ScenarioWorkspace {
  const { facts, suppressed, blockedValues, ...settings } = scenario.settings
  const definitions = scenario.namespaces.map(({ maxPerEvent, ...definition }) => ({
    ...definition,
    ...(typeof maxPerEvent === 'number' && { maxPerEvent }),
  }))
  const namespaces = createNamespaces(definitions, {
    blockedValues,
    phones,
    unconfiguredMaxFan: null,
    secondNames: new Map(),
  })
  const normalized = (key: string): string => {
    const raw = parseIdentifierKey(key)
    const accepted = raw && acceptIdentifier(namespaces, raw)
    return accepted?.kind === 'accepted' ? identifierKey(accepted.identifier) : key
  }
  return {
    rules: { namespaces, settings: { ...defaultIdentitySettings, ...settings } },
    stewardFacts: facts.map(({ type, a, b }) => ({ type, a: normalized(a), b: normalized(b) })),
    suppressed: new Set(suppressed.map(normalized)),
  }
}
