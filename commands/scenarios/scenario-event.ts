import { acceptIdentifiers } from '../../shared/identity/accept-identifiers.ts'
import type { IdentityEvent } from '../../shared/identity/fold-events.ts'
import { identifierKey, type Identifier } from '../../shared/identity/identifier.ts'
import { canonicalJson } from '../../shared/platform/ids/canonical-json.ts'
import { sha256Hex } from '../../shared/platform/ids/hash.ts'
import type { Copy } from '../../shared/unify/best-copies.ts'
import type { ScenarioEvent } from './scenario-file.ts'
import type { ScenarioWorkspace } from './scenario-workspace.ts'

const minute = 60_000

/** An event of a scenario, normalised, with the values that were no identifiers, as sent. */
export interface AcceptedEvent extends IdentityEvent, Copy {
  readonly rejected: readonly string[]
}

/** The moment of a time in minutes. */
export function momentOf(minutes: number): number {
  return Math.round(minutes * minute)
}

/** A moment in minutes. */
export function minutesOf(moment: number): number {
  return moment / minute
}

/** What of an event counts: rule 1, but for the choice between copies of a message. */
export function acceptEvent(
  event: ScenarioEvent,
  { rules, suppressed }: ScenarioWorkspace,
): AcceptedEvent {
  const sent = { identifiers: identifiersOf(event.ids), previous: identifiersOf(event.alias) }
  // Scenarios say nothing of how many identifiers an event may carry.
  const options = { suppressed, most: Infinity }
  const { identifiers, previous, judged } = acceptIdentifiers(rules.namespaces, sent, options)
  const contentHash = sha256Hex(canonicalJson(event))
  const receivedAt = momentOf(event.receivedAt ?? event.t)
  return {
    messageId: event.messageId ?? contentHash,
    time: Math.min(momentOf(event.t), receivedAt),
    receivedAt,
    logout: event.kind === 'logout',
    identifiers,
    previous,
    contentHash,
    location: { blob: '', index: 0 },
    rejected: judged.flatMap(({ sent: raw, outcome }) =>
      outcome.kind === 'refused' ? [identifierKey(raw)] : [],
    ),
  }
}

function identifiersOf(given: ScenarioEvent['ids']): Identifier[] {
  return Object.entries(given).flatMap(([namespace, values]) =>
    values.map((value) => ({ namespace, value })),
  )
}
