import { identifierKey, type Identifier } from '../identity/identifier.ts'
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
  const parent = new Map<string, string>()
  const find = (key: string): string => {
    let root = key
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root))
      root = up
    parent.set(key, root)
    return root
  }
  const messageKey = ({ messageId }: UnifiedEvent): string => `message\n${messageId}`
  for (const event of events) {
    const message = messageKey(event)
    for (const identifier of [...event.identifiers, ...event.previous]) {
      parent.set(find(identifierKey(identifier)), find(message))
    }
  }
  const groups = new Map<string, { events: UnifiedEvent[]; identifiers: Map<string, Identifier> }>()
  for (const event of events) {
    const root = find(messageKey(event))
    const group = groups.get(root) ?? { events: [], identifiers: new Map<string, Identifier>() }
    groups.set(root, group)
    group.events.push(event)
    for (const identifier of [...event.identifiers, ...event.previous]) {
      group.identifiers.set(identifierKey(identifier), identifier)
    }
  }
  return [...groups.values()].map((group) => ({
    events: group.events,
    identifiers: [...group.identifiers.values()],
  }))
}
