import type { DeviceHistory } from '../identity/device-history.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { Resolution, ResolvedProfile } from '../identity/resolve-identity.ts'

type Homes = readonly { readonly history: DeviceHistory }[]

interface First {
  readonly time: number
  readonly identifiers: readonly Identifier[]
  /** True where nobody stronger is named: the activity was once the identifier's own. */
  readonly isOwn: boolean
}

/**
 * Whose the activities are that an identifier without a profile once owned: who owns the first of
 * those that name nobody stronger, else the first that it stands in. Whoever keeps the CustomerId of
 * its former profile is led there; later users of a device do not change that.
 */
export function formerOwners(
  homes: Homes,
  { profileOf }: Pick<Resolution, 'profileOf'>,
): (identifier: Identifier) => ResolvedProfile | undefined {
  const firsts = new Map<string, First>()
  for (const { identifiers, spans } of homes.flatMap(({ history }) => history.lanes)) {
    const time = spans[0]?.first
    if (time === undefined) continue
    for (const [index, identifier] of identifiers.entries()) {
      const first: First = { time, identifiers, isOwn: index === 0 }
      const key = identifierKey(identifier)
      const other = firsts.get(key)
      if (other === undefined || compareFirsts(first, other) < 0) firsts.set(key, first)
    }
  }
  return (identifier) => {
    const first = firsts.get(identifierKey(identifier))
    return first && profileOf(first)
  }
}

function compareFirsts(a: First, b: First): number {
  const names = ({ identifiers }: First): string => identifiers.map(identifierKey).join('\n')
  return Number(b.isOwn) - Number(a.isOwn) || a.time - b.time || (names(a) < names(b) ? -1 : 1)
}
