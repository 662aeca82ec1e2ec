import type { CutRules } from './cut-segments.ts'
import { fitsInto, foldLanes } from './fold-history.ts'
import { addMoments, countMoments } from './history-lanes.ts'
import type { Identifier } from './identifier.ts'

/** Events from the first to the last. Times in whole milliseconds. */
export interface Span {
  readonly first: number
  readonly last: number
  readonly count: number
}

/** The events of a home that carry the same identifiers (strongest first), in order of time. */
export interface HistoryLane {
  readonly identifiers: readonly Identifier[]
  readonly logout: boolean
  readonly spans: readonly Span[]
}

/**
 * When which identifiers were seen in the events of one home: what it takes to tell whose each
 * event is, without reading them. A fold over events: their order does not matter.
 *
 * Up to `mostMoments` moments all of them are kept. A longer history is *folded*: it is cut where
 * the person on the device changes and after each logout, and between two cuts a lane is one span.
 * So its length follows the changes of person, not the events.
 */
export interface DeviceHistory {
  readonly lanes: readonly HistoryLane[]
  /** The cuts of a folded history, in order; `undefined` while every moment is kept. */
  readonly cuts: readonly number[] | undefined
}

/** An event as far as histories care. */
export interface HistoryEvent {
  readonly identifiers: readonly Identifier[]
  readonly time: number
  readonly logout: boolean
}

export interface HistoryRules extends CutRules {
  readonly isPerson: (namespace: string) => boolean
  readonly mostMoments: number
  /** The key of a device that is nobody's, so that on it alone no moment matters. */
  readonly untimed?: string | undefined
}

export const emptyHistory: DeviceHistory = { lanes: [], cuts: undefined }

/** The history of events, from all of them. */
export function historyOf(events: readonly HistoryEvent[], rules: HistoryRules): DeviceHistory {
  return withinLength(addMoments([], events, rules), rules)
}

/**
 * The history with more events, none of which may be in it yet. `undefined` where an event falls
 * into a folded part that lacks the moments to tell what it changes: then the history is to be
 * made from all events again.
 */
export function addToHistory(
  history: DeviceHistory,
  events: readonly HistoryEvent[],
  rules: HistoryRules,
): DeviceHistory | undefined {
  const { lanes, cuts } = history
  if (cuts === undefined) return withinLength(addMoments(lanes, events, rules), rules)
  if (!events.every(fitsInto(lanes, cuts, rules))) return undefined
  return foldLanes(addMoments(lanes, events, rules), rules)
}

function withinLength(lanes: readonly HistoryLane[], rules: HistoryRules): DeviceHistory {
  const isTooLong = countMoments(lanes, rules) > rules.mostMoments
  return isTooLong ? foldLanes(lanes, rules) : { lanes, cuts: undefined }
}
