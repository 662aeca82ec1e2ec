import { groupBy } from '../platform/collections/group-by.ts'
import type { HistoryEvent, HistoryLane, HistoryRules, Span } from './device-history.ts'
import { compareText, identifierKey, type Identifier } from './identifier.ts'

type LaneRules = Pick<HistoryRules, 'isPerson' | 'untimed'>

/** True for events that happened on somebody's device: only of these does the moment matter. */
export function isTimed(
  { identifiers }: Pick<HistoryLane, 'identifiers'>,
  { isPerson, untimed }: LaneRules,
): boolean {
  const devices = identifiers.filter(({ namespace }) => !isPerson(namespace))
  return devices.some((device) => untimed === undefined || identifierKey(device) !== untimed)
}

/** The strongest person that events name. */
export function namedPerson(
  { identifiers }: Pick<HistoryLane, 'identifiers'>,
  rules: LaneRules,
): Identifier | undefined {
  return identifiers.find(({ namespace }) => rules.isPerson(namespace))
}

export function countMoments(lanes: readonly HistoryLane[], rules: LaneRules): number {
  return lanes
    .filter((lane) => isTimed(lane, rules))
    .reduce((sum, { spans }) => sum + spans.length, 0)
}

/** Lanes with more events, each at its moment; lanes in order of their keys. */
export function addMoments(
  lanes: readonly HistoryLane[],
  events: readonly HistoryEvent[],
  rules: LaneRules,
): HistoryLane[] {
  const fresh = events.map(({ identifiers, logout, time }) => ({
    identifiers,
    logout,
    spans: [{ first: time, last: time, count: 1 }],
  }))
  return [...groupBy([...lanes, ...fresh], laneKey)]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, [lane, ...others]]) => {
      if (lane === undefined) return []
      if (others.length === 0) return [lane]
      const spans = [lane, ...others].flatMap((other) => other.spans)
      const sameMoment = isTimed(lane, rules) ? ({ first }: Span) => first : () => 0
      return [{ ...lane, spans: mergeSpans(spans, sameMoment) }]
    })
}

/** Spans that have the same key as one; in order of time. */
export function mergeSpans(spans: readonly Span[], keyOf: (span: Span) => number): Span[] {
  const merged = new Map<number, Span>()
  for (const span of spans) {
    const key = keyOf(span)
    const other = merged.get(key)
    merged.set(key, other === undefined ? span : mergeSpan(other, span))
  }
  return [...merged.values()].sort((a, b) => a.first - b.first)
}

function mergeSpan(a: Span, b: Span): Span {
  return {
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    count: a.count + b.count,
  }
}

/** Tells lanes apart. */
export function laneKey({
  identifiers,
  logout,
}: Pick<HistoryLane, 'identifiers' | 'logout'>): string {
  return `${identifiers.map(identifierKey).join('\n')}\n${logout ? 'logout' : ''}`
}
