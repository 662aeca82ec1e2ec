import {
  acceptIdentifier,
  mostIdentifiersPerEvent,
  type AcceptedIdentifier,
} from './accept-identifier.ts'
import type { EventIdentifiers } from './event-links.ts'
import { identifierKey, uniqueIdentifiers, type Identifier } from './identifier.ts'
import type { Namespaces } from './namespaces.ts'

/** An identifier as sent, and whether it counts. */
export interface JudgedIdentifier {
  readonly sent: Identifier
  readonly outcome: AcceptedIdentifier
}

/** What of an event's identifiers counts, and what became of each that was sent. */
export interface JudgedIdentifiers extends EventIdentifiers {
  readonly judged: readonly JudgedIdentifier[]
}

export interface AcceptOptions {
  /** Keys of identifiers of people who asked to be forgotten. */
  readonly suppressed?: ReadonlySet<string>
  /** An event with more identifiers than this identifies nobody. */
  readonly most?: number
}

/** Normalises the identifiers of one event and decides which of them count (rule 1). */
export function acceptIdentifiers(
  namespaces: Namespaces,
  sent: EventIdentifiers,
  { suppressed, most = mostIdentifiersPerEvent }: AcceptOptions = {},
): JudgedIdentifiers {
  const tooMany = sent.identifiers.length + sent.previous.length > most
  const judge = (raw: Identifier): JudgedIdentifier => {
    const outcome: AcceptedIdentifier = tooMany
      ? { kind: 'refused', namespace: raw.namespace, reason: 'tooMany' }
      : acceptIdentifier(namespaces, raw, suppressed)
    return { sent: raw, outcome }
  }
  const accepted = (judged: readonly JudgedIdentifier[]): Identifier[] =>
    uniqueIdentifiers(
      judged.flatMap(({ outcome }) => (outcome.kind === 'accepted' ? [outcome.identifier] : [])),
    ).sort(namespaces.compareStrength)
  const [own, before] = [sent.identifiers.map(judge), sent.previous.map(judge)]
  const identifiers = accepted(own)
  const known = new Set(identifiers.map(identifierKey))
  const previous = accepted(before).filter((item) => !known.has(identifierKey(item)))
  return { identifiers, previous, judged: [...own, ...before] }
}
