import type { Identifier } from './identifier.ts'
import { compareText } from './identifier.ts'
import type { Namespaces } from './namespaces.ts'

/** An identifier of a cluster with the time of the first event that carried it. */
export interface SeenIdentifier extends Identifier {
  readonly firstSeen: number
}

/**
 * The identifier that gives a cluster its CustomerId: the person identifier of the strongest
 * namespace, then the earliest, then by value; for an unknown profile the earliest device.
 */
export function canonicalIdentifier<T extends SeenIdentifier>(
  namespaces: Namespaces,
  members: readonly T[],
): T | undefined {
  const persons = members.filter(({ namespace }) => namespaces.isPerson(namespace))
  if (persons.length > 0) {
    return [...persons].sort(
      (a, b) =>
        namespaces.definition(a.namespace).priority - namespaces.definition(b.namespace).priority ||
        a.firstSeen - b.firstSeen ||
        compareText(a.namespace, b.namespace) ||
        compareText(a.value, b.value),
    )[0]
  }
  return [...members].sort(
    (a, b) => a.firstSeen - b.firstSeen || namespaces.compareStrength(a, b),
  )[0]
}
