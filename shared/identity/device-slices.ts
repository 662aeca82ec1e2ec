import { cutSegments, type CutRules, type Segment } from './cut-segments.ts'
import type { DeviceHistory, HistoryLane } from './device-history.ts'
import { piecesOf, type Piece } from './fold-history.ts'
import { identifierKey, type Identifier } from './identifier.ts'

/** The history of one home; an event on several devices stands in the history of one of them. */
export interface HomeHistory {
  readonly home: Identifier
  readonly history: DeviceHistory
}

export interface SliceRules extends CutRules {
  readonly isPerson: (namespace: string) => boolean
  /** The person whom events name as the user of the device, as identity resolution sees it now. */
  readonly loginOf: (
    lane: Pick<HistoryLane, 'identifiers'>,
    device: Identifier,
  ) => Identifier | undefined
}

/** The rules for one device. */
interface OneDeviceRules extends CutRules {
  readonly isPerson: (namespace: string) => boolean
  readonly loginOf: (lane: Pick<HistoryLane, 'identifiers'>) => Identifier | undefined
}

/** Whose a device was, by time. */
export interface DeviceSlices {
  readonly segments: readonly Segment[]
  /** Homes whose history is folded where it would take every moment to be sure. */
  readonly unsure: readonly Identifier[]
}

/** The slices of a device, from the histories of all homes with events on it. */
export function sliceDevice(
  device: Identifier,
  homes: readonly HomeHistory[],
  { loginOf, ...given }: SliceRules,
): DeviceSlices {
  const rules: OneDeviceRules = { ...given, loginOf: (lane) => loginOf(lane, device) }
  const key = identifierKey(device)
  const parts = homes
    .map(({ home, history }) => ({ home, history, lanes: lanesOn(history, key) }))
    .filter(({ lanes }) => lanes.length > 0)
  const presences = parts.flatMap(({ lanes }) => lanes.flatMap((lane) => presencesOf(lane, rules)))
  const { segments } = cutSegments(presences, rules)
  const unsure = parts.filter((part) => isUnsure(key, part, parts, rules))
  return { segments, unsure: unsure.map(({ home }) => home) }
}

interface Part extends HomeHistory {
  readonly lanes: readonly HistoryLane[]
}

function lanesOn({ lanes }: DeviceHistory, device: string): HistoryLane[] {
  return lanes.filter(({ identifiers }) =>
    identifiers.some((identifier) => identifierKey(identifier) === device),
  )
}

function presencesOf(lane: HistoryLane, { loginOf }: OneDeviceRules) {
  const login = loginOf(lane)
  return lane.spans.map(({ first, last }) => ({ first, last, login, logout: lane.logout }))
}

/**
 * A folded history holds for the device that is its home, while nobody else has events near, and
 * while all who logged in between two cuts are still taken for the same.
 */
function isUnsure(
  device: string,
  { home, history }: Part,
  parts: readonly Part[],
  rules: OneDeviceRules,
): boolean {
  if (history.cuts === undefined) return false
  if (identifierKey(home) !== device) return true
  const pieces = piecesOf(history.lanes, history.cuts, rules)
  if ([...pieces.values()].some((piece) => !agreesOnLogin(piece, rules))) return true
  const others = parts.filter((part) => part.home !== home)
  const isNear = ({ first, last }: Piece, time: number): boolean =>
    time >= first - rules.visitGap && time <= last + rules.visitGap
  const all = [...pieces.values()]
  return others.some(({ lanes }) =>
    lanes.some(({ spans }) =>
      spans.some((span) =>
        all.some((piece) => isNear(piece, span.first) || isNear(piece, span.last)),
      ),
    ),
  )
}

function agreesOnLogin({ lanes }: Piece, { loginOf, isPerson }: OneDeviceRules): boolean {
  const named = lanes.filter(({ identifiers }) =>
    identifiers.some(({ namespace }) => isPerson(namespace)),
  )
  const logins = named.map(loginOf)
  // What was cut for somebody who is no login any more says too little about the visits in between.
  if (logins.includes(undefined)) return false
  return new Set(logins.map((login) => login && identifierKey(login))).size <= 1
}
