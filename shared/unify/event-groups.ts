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

/**
 * Cuts groups of more identifiers than that; what is cut is worked off part by part, each in a
 * round of its own. So an identifier that many share is found to be one too many share, and closed,
 * before all of them were linked to it.
 */
export function roundsOf(groups: readonly EventGroup[], mostIdentifiers: number): EventGroup[][] {
  const rounds: EventGroup[][] = []
  for (const group of groups) {
    for (const [index, part] of cutGroup(group, mostIdentifiers).entries()) {
      const round = rounds[index] ?? []
      rounds[index] = round
      round.push(part)
    }
  }
  return rounds
}

function cutGroup(group: EventGroup, mostIdentifiers: number): EventGroup[] {
  if (group.identifiers.length <= mostIdentifiers) return [group]
  const parts: UnifiedEvent[][] = []
  let seen = new Set<string>()
  for (const event of group.events) {
    const all = new Set([...seen, ...identifiersOf(event).map(identifierKey)])
    const part = parts.at(-1)
    if (part === undefined || all.size > mostIdentifiers) {
      parts.push([event])
      seen = new Set(identifiersOf(event).map(identifierKey))
    } else {
      part.push(event)
      seen = all
    }
  }
  return parts.map((events) => ({
    events,
    identifiers: uniqueIdentifiers(events.flatMap(identifiersOf)),
  }))
}

function identifiersOf({ identifiers, previous }: UnifiedEvent): Identifier[] {
  return [...identifiers, ...previous]
}
