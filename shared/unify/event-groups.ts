import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { clusterIdentifiers } from '../identity/cluster-identifiers.ts'
import { eventLinks } from '../identity/event-links.ts'
import type { UnifiedEvent } from './unified-event.ts'

/** Events that share identifiers, directly or through others of the same batch. */
export interface EventGroup {
  readonly events: readonly UnifiedEvent[]
  readonly identifiers: readonly Identifier[]
}

/** Splits events so that no identifier is in two groups: groups are worked off independently. */
export function groupEvents(events: readonly UnifiedEvent[]): EventGroup[] {
  const { clusters } = clusterIdentifiers(
    events.flatMap((event) => [...event.identifiers, ...event.previous]),
    events.flatMap((event) => eventLinks(event, { messageId: event.messageId, time: event.time })),
  )
  const groupOf = new Map<string, { events: UnifiedEvent[]; identifiers: readonly Identifier[] }>()
  const nobody = { events: [] as UnifiedEvent[], identifiers: [] }
  const groups = clusters.map((identifiers) => {
    const group = { events: [] as UnifiedEvent[], identifiers }
    for (const identifier of identifiers) groupOf.set(identifierKey(identifier), group)
    return group
  })
  for (const event of events) {
    const first = event.identifiers[0] ?? event.previous[0]
    const group = first === undefined ? nobody : groupOf.get(identifierKey(first))
    group?.events.push(event)
  }
  return [...groups, nobody].filter((group) => group.events.length > 0)
}
