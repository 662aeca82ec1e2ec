import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { createDisjointSets } from '../platform/collections/disjoint-sets.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import type { UnifiedEvent } from './unified-event.ts'

/** Events that share identifiers, directly or through others of the same batch. */
export interface EventGroup {
  readonly events: readonly UnifiedEvent[]
  readonly identifiers: readonly Identifier[]
}

/**
 * Splits events so that no identifier and no message is in two groups: groups are worked off
 * independently. Copies of a message belong together even where they name other visitors.
 */
export function groupEvents(events: readonly UnifiedEvent[]): EventGroup[] {
  const sets = createDisjointSets()
  const messageKey = ({ messageId }: UnifiedEvent): string => `message\n${messageId}`
  for (const event of events) {
    for (const identifier of identifiersOf(event)) {
      sets.join(messageKey(event), identifierKey(identifier))
    }
  }
  const groups = groupBy(events, (event) => sets.find(messageKey(event)))
  return [...groups.values()].map((group) => ({
    events: group,
    identifiers: uniqueIdentifiers(group.flatMap(identifiersOf)),
  }))
}

function identifiersOf({ identifiers, previous }: UnifiedEvent): Identifier[] {
  return [...identifiers, ...previous]
}
