import type { Identifier } from './identifier.ts'
import { linkOf, type IdentityLink, type LinkEvidence } from './identity-link.ts'

/** The identifiers of one event, as far as identity cares. */
export interface EventIdentifiers {
  /** Accepted identifiers, strongest first, each once. */
  readonly identifiers: readonly Identifier[]
  /** Identifiers that an alias call says were used before; they never own the event. */
  readonly previous: readonly Identifier[]
}

/** All pairs of the event's identifiers, and each previous identifier with each of them. */
export function eventLinks(event: EventIdentifiers & LinkEvidence): IdentityLink[] {
  const evidence = { messageId: event.messageId, time: event.time }
  const links: IdentityLink[] = []
  event.identifiers.forEach((identifier, index) => {
    for (const other of event.identifiers.slice(index + 1)) {
      links.push(linkOf(identifier, other, evidence))
    }
    for (const previous of event.previous) links.push(linkOf(identifier, previous, evidence))
  })
  return links
}
