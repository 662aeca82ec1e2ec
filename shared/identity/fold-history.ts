import { cutSegments } from './cut-segments.ts'
import type { DeviceHistory, HistoryEvent, HistoryLane, HistoryRules } from './device-history.ts'
import { isTimed, mergeSpans, namedPerson } from './history-lanes.ts'
import { identifierKey } from './identifier.ts'

/**
 * Folds lanes: cuts them where the owner of an anonymous event changes, as far as this home knows,
 * and makes one span of what lies between two cuts. The latest visit is kept apart while nobody
 * has logged in during it, because the next login decides whose it is. Folding what is folded
 * changes nothing, so events that come in order may be added for ever.
 */
export function foldLanes(lanes: readonly HistoryLane[], rules: HistoryRules): DeviceHistory {
  const timed = lanes.filter((lane) => isTimed(lane, rules))
  const presences = timed.flatMap((lane) => {
    const login = namedPerson(lane, rules)
    return lane.spans.map(({ first, last }) => ({ first, last, login, logout: lane.logout }))
  })
  const { segments, openVisit } = cutSegments(presences, rules)
  const starts = new Set(segments.map(({ from }) => from))
  if (openVisit !== undefined) starts.add(openVisit)
  const cuts = [...starts].sort((a, b) => a - b)
  const folded = lanes.map((lane) =>
    isTimed(lane, rules)
      ? { ...lane, spans: mergeSpans(lane.spans, ({ first }) => pieceAt(cuts, first)) }
      : lane,
  )
  return { lanes: folded, cuts }
}

/** The number of the piece that a moment lies in: how many cuts are at or before it. */
export function pieceAt(cuts: readonly number[], time: number): number {
  let [low, high] = [0, cuts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cuts[middle] ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return low
}

/** What lies between two cuts: its first and last event, and who logged in. */
export interface Piece {
  readonly first: number
  readonly last: number
  readonly lanes: readonly HistoryLane[]
}

/** The pieces of a folded history that have events, by number. */
export function piecesOf(
  lanes: readonly HistoryLane[],
  cuts: readonly number[],
  rules: Pick<HistoryRules, 'isPerson'>,
): ReadonlyMap<number, Piece> {
  const pieces = new Map<number, Piece>()
  for (const lane of lanes.filter((candidate) => isTimed(candidate, rules))) {
    for (const { first, last } of lane.spans) {
      const number = pieceAt(cuts, first)
      const piece = pieces.get(number) ?? { first, last, lanes: [] }
      pieces.set(number, {
        first: Math.min(piece.first, first),
        last: Math.max(piece.last, last),
        lanes: [...piece.lanes, lane],
      })
    }
  }
  return pieces
}

/**
 * Tells of an event whether a folded history can take it in: one after all others, or one inside
 * a piece that says nothing new about who was there. Others may move a cut.
 */
export function fitsInto(
  lanes: readonly HistoryLane[],
  cuts: readonly number[],
  rules: HistoryRules,
): (event: HistoryEvent) => boolean {
  const pieces = piecesOf(lanes, cuts, rules)
  const latest = Math.max(...[...pieces.values()].map(({ last }) => last))
  return (event) => {
    if (!isTimed(event, rules)) return true
    const login = namedPerson(event, rules)
    const isAnonymous = login === undefined && !event.logout
    if (event.time > latest || (isAnonymous && event.time === latest)) return true
    const piece = pieces.get(pieceAt(cuts, event.time))
    if (piece === undefined || event.time < piece.first || event.time > piece.last) return false
    if (isAnonymous) return true
    if (event.logout || login === undefined) return false
    const people = piece.lanes.flatMap((lane) => namedPerson(lane, rules) ?? [])
    const key = identifierKey(login)
    return people.length > 0 && people.every((person) => identifierKey(person) === key)
  }
}
