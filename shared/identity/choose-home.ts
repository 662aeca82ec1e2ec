import type { EventIdentifiers } from './event-links.ts'
import type { Identifier } from './identifier.ts'
import { isTooManyPerEvent } from './namespace-definition.ts'
import type { Namespaces } from './namespaces.ts'

/**
 * The identifier whose timeline stores the event: the strongest device in it, else the strongest
 * person; a closed identifier only where there is no other one. `undefined` when the event has no identifier, or more values of one namespace than it
 * may carry (then nobody can tell whose it is).
 */
export function chooseHome(
  namespaces: Namespaces,
  event: EventIdentifiers,
  isClosed: (identifier: Identifier) => boolean = () => false,
): Identifier | undefined {
  if (hasTooManyValues(namespaces, event.identifiers)) return undefined
  const isDevice = (identifier: Identifier): boolean =>
    namespaces.definition(identifier.namespace).kind === 'device'
  const open = event.identifiers.filter((identifier) => !isClosed(identifier))
  const possible = open.length > 0 ? open : event.identifiers
  return possible.find(isDevice) ?? possible[0]
}

/** True when a namespace has more values than one event may carry: nobody can tell whose it is. */
export function hasTooManyValues(
  namespaces: Namespaces,
  identifiers: readonly Identifier[],
): boolean {
  const counts = new Map<string, number>()
  for (const { namespace } of identifiers) {
    counts.set(namespace, (counts.get(namespace) ?? 0) + 1)
  }
  return [...counts].some(([namespace, count]) =>
    isTooManyPerEvent(namespaces.definition(namespace), count),
  )
}
