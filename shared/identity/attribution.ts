import type { Segment } from './cut-segments.ts'
import { sliceDevice, type HomeHistory, type SliceRules } from './device-slices.ts'
import { pieceAt } from './fold-history.ts'
import { identifierKey, type Identifier } from './identifier.ts'
import type { IdentitySettings } from './identity-settings.ts'
import type { Namespaces } from './namespaces.ts'

/** Whose an activity is. */
export type Owner =
  /** The cluster that has this identifier. */
  | { readonly kind: 'cluster'; readonly of: Identifier }
  /** The unknown visitor who used the device after this logout. */
  | { readonly kind: 'afterLogout'; readonly device: Identifier; readonly time: number }

/** An event as far as ownership cares: its identifiers, strongest first, and its time. */
export interface OwnedEvent {
  readonly identifiers: readonly Identifier[]
  readonly time: number
}

/** Answers whose an activity is, for all activities of a connected set of identifiers. */
export interface Attribution {
  ownerOf(event: OwnedEvent): Owner | undefined
  /** Homes whose history must be read in full before the answers hold; complete after them. */
  unsure(): readonly Identifier[]
}

export interface AttributionInput {
  readonly homes: readonly HomeHistory[]
  readonly namespaces: Namespaces
  readonly settings: Pick<IdentitySettings, 'deviceHistory' | 'onLogout' | 'visitGap'>
  /** By key. They own what names nothing else at all. */
  readonly quarantined: ReadonlySet<string>
  /** By key. They own what names nobody else. */
  readonly ambiguous: ReadonlySet<string>
  /** True where stewards say that it says nothing that the two stand in one event. */
  readonly isParted: (a: Identifier, b: Identifier) => boolean
}

/**
 * Rule 9. An activity belongs to the strongest person in it. An anonymous one belongs to whom the
 * device says: `timeSliced` asks who was logged in on the strongest device that knows of logins,
 * the other settings ask whose the device is. An event that names a person whom stewards have
 * parted from the device is hers, and says nothing about who used the device. What names several
 * quarantined identifiers and nothing else belongs to nobody: so a quarantined identifier owns what
 * is stored with itself, and nothing that happens elsewhere changes that.
 */
export function createAttribution(input: AttributionInput): Attribution {
  const { namespaces, settings } = input
  const isQuarantined = (item: Identifier): boolean => input.quarantined.has(identifierKey(item))
  const isTrusted = (item: Identifier): boolean =>
    !isQuarantined(item) && !input.ambiguous.has(identifierKey(item))
  const isPerson = (item: Identifier): boolean => namespaces.isPerson(item.namespace)
  const loginOf: SliceRules['loginOf'] = ({ identifiers }, device) =>
    identifiers.find((item) => isPerson(item) && isTrusted(item) && !input.isParted(device, item))
  const homesOf = homesByDevice(input.homes, (item) => !isPerson(item))
  const known = new Map<string, Slices>()
  const slicesOf = (device: Identifier): Slices => {
    const key = identifierKey(device)
    const before = known.get(key)
    if (before !== undefined) return before
    const { segments, unsure } = sliceDevice(device, homesOf.get(key) ?? [], {
      visitGap: settings.visitGap * 60_000,
      compareStrength: namespaces.compareStrength,
      isPerson: namespaces.isPerson,
      loginOf,
    })
    const slices = { ownerAt: readSlices(device, segments, settings.onLogout), unsure }
    known.set(key, slices)
    return slices
  }
  const unsure = new Map<string, Identifier>()
  const ownerBySlices = (devices: readonly Identifier[], time: number): Owner | undefined => {
    for (const device of devices) {
      const slices = slicesOf(device)
      if (slices.ownerAt === undefined) continue
      for (const home of slices.unsure) unsure.set(identifierKey(home), home)
      return slices.ownerAt(time)
    }
    return undefined
  }
  return {
    ownerOf: ({ identifiers, time }) => {
      const trusted = identifiers.filter(isTrusted)
      const person = trusted.find(isPerson)
      if (person !== undefined) return { kind: 'cluster', of: person }
      const sliced =
        settings.deviceHistory === 'timeSliced' ? ownerBySlices(trusted, time) : undefined
      const alone = identifiers.length === 1 ? identifiers[0] : undefined
      const strongest = trusted[0] ?? identifiers.find((item) => !isQuarantined(item)) ?? alone
      return sliced ?? (strongest && { kind: 'cluster', of: strongest })
    },
    unsure: () => [...unsure.values()],
  }
}

interface Slices {
  readonly ownerAt: OwnerAt | undefined
  readonly unsure: readonly Identifier[]
}

type OwnerAt = (time: number) => Owner

/**
 * Whose a device was, by time: of who logged in last, or after a logout nobody's we know, where the
 * workspace wants that; before the first login hers. `undefined` when nobody ever logged in.
 */
function readSlices(
  device: Identifier,
  segments: readonly Segment[],
  onLogout: IdentitySettings['onLogout'],
): OwnerAt | undefined {
  const first = segments.find((segment) => segment.kind === 'login')
  if (first === undefined) return undefined
  const starts = segments.map(({ from }) => from)
  return (time) => {
    const segment = segments[pieceAt(starts, time) - 1]
    if (segment?.kind === 'logout' && onLogout === 'newAnonymous') {
      return { kind: 'afterLogout', device, time: segment.time }
    }
    return { kind: 'cluster', of: segment?.login ?? first.login }
  }
}

/** The homes that have events on a device, by the device's key. */
function homesByDevice(
  homes: readonly HomeHistory[],
  isDevice: (identifier: Identifier) => boolean,
): ReadonlyMap<string, readonly HomeHistory[]> {
  const byDevice = new Map<string, Set<HomeHistory>>()
  for (const home of homes) {
    for (const device of home.history.lanes.flatMap((lane) => lane.identifiers.filter(isDevice))) {
      const key = identifierKey(device)
      byDevice.set(key, (byDevice.get(key) ?? new Set()).add(home))
    }
  }
  return new Map([...byDevice].map(([key, found]) => [key, [...found]]))
}
