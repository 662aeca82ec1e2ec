import type { DeviceHistory } from './device-history.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'

/** First and last event of an identifier, in milliseconds. */
export interface Seen {
  readonly firstSeen: number
  readonly lastSeen: number
}

/** By the key of the identifier. */
export type SeenTimes = ReadonlyMap<string, Seen>

/** When each identifier was seen: in the events that carry it, and in aliases that name it. */
export function seenTimes(
  facts: readonly { readonly links: readonly IdentityLink[]; readonly history: DeviceHistory }[],
): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  const note = (identifier: Identifier, firstSeen: number, lastSeen: number): void => {
    const key = identifierKey(identifier)
    const other = seen.get(key)
    seen.set(key, {
      firstSeen: Math.min(firstSeen, other?.firstSeen ?? Infinity),
      lastSeen: Math.max(lastSeen, other?.lastSeen ?? -Infinity),
    })
  }
  for (const { links, history } of facts) {
    for (const { a, b, firstSeen, lastSeen } of links) {
      note(a, firstSeen, lastSeen)
      note(b, firstSeen, lastSeen)
    }
    for (const { identifiers, spans } of history.lanes) {
      for (const identifier of identifiers) {
        for (const { first, last } of spans) note(identifier, first, last)
      }
    }
  }
  return seen
}
