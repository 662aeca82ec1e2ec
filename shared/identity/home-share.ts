import type { OwnedEvent } from './attribution.ts'
import type { HistoryLane, Span } from './device-history.ts'
import type { HomeHistory } from './device-slices.ts'
import { laneKey } from './history-lanes.ts'
import { identifierKey, type Identifier } from './identifier.ts'

/** The activities with the same identifiers that belong to one owner. Times in milliseconds. */
export interface LaneShare {
  readonly identifiers: readonly Identifier[]
  readonly logout: boolean
  /** The activities from the first to the second time, both included; `all` of them. */
  readonly ranges: 'all' | readonly (readonly [from: number, to: number])[]
}

/** What of one home's activities belongs to one owner. */
export interface HomeShare {
  readonly home: Identifier
  readonly activityCount: number
  readonly firstSeen: number
  readonly lastSeen: number
  /** `all`: the home has no activities of anybody else. */
  readonly lanes: 'all' | readonly LaneShare[]
}

/**
 * The shares of each owner, by key; nobody, whose key is empty, is one of them. Of a quarantined
 * home nobody has all: others may come there whom those who have a part of it do not hear of.
 */
export function sharesByOwner(
  homes: readonly HomeHistory[],
  ownerOf: (event: OwnedEvent) => string,
  quarantined: ReadonlySet<string>,
): ReadonlyMap<string, readonly HomeShare[]> {
  const shares = new Map<string, HomeShare[]>()
  for (const { home, history } of homes) {
    const lanes = new Map<string, OwnedLane[]>()
    for (const lane of history.lanes) {
      for (const [owner, owned] of ownedLanes(lane, ownerOf)) {
        lanes.set(owner, [...(lanes.get(owner) ?? []), owned])
      }
    }
    for (const [owner, owned] of lanes) {
      const isWhole = lanes.size === 1 && !quarantined.has(identifierKey(home))
      const share = homeShare(home, owned, isWhole)
      shares.set(owner, [...(shares.get(owner) ?? []), share])
    }
  }
  return shares
}

interface OwnedLane {
  readonly share: LaneShare
  readonly spans: readonly Span[]
}

function ownedLanes(
  { identifiers, logout, spans }: HistoryLane,
  ownerOf: (event: OwnedEvent) => string,
): ReadonlyMap<string, OwnedLane> {
  const runs: { readonly owner: string; readonly spans: Span[] }[] = []
  for (const span of spans) {
    const owner = ownerOf({ identifiers, time: span.first })
    const run = runs.at(-1)
    if (run?.owner === owner) run.spans.push(span)
    else runs.push({ owner, spans: [span] })
  }
  const owners = new Set(runs.map(({ owner }) => owner))
  const lanes = new Map<string, OwnedLane>()
  for (const owner of owners) {
    const own = runs.filter((run) => run.owner === owner)
    const ranges = own.map((run) => [firstOf(run.spans), lastOf(run.spans)] as const)
    lanes.set(owner, {
      share: { identifiers, logout, ranges: owners.size === 1 ? 'all' : ranges },
      spans: own.flatMap((run) => run.spans),
    })
  }
  return lanes
}

function homeShare(home: Identifier, owned: readonly OwnedLane[], isWhole: boolean): HomeShare {
  const spans = owned.flatMap((lane) => lane.spans)
  return {
    home,
    activityCount: spans.reduce((sum, { count }) => sum + count, 0),
    firstSeen: firstOf(spans),
    lastSeen: lastOf(spans),
    lanes: isWhole ? 'all' : owned.map(({ share }) => share),
  }
}

function firstOf(spans: readonly Span[]): number {
  return spans.reduce((least, { first }) => Math.min(least, first), Infinity)
}

function lastOf(spans: readonly Span[]): number {
  return spans.reduce((most, { last }) => Math.max(most, last), -Infinity)
}

/** True when an activity of the share's home belongs to the share. */
export function isInShare(
  share: Pick<HomeShare, 'lanes'>,
  activity: OwnedEvent & { readonly logout: boolean },
): boolean {
  if (share.lanes === 'all') return true
  const key = laneKey(activity)
  const lane = share.lanes.find((candidate) => laneKey(candidate) === key)
  if (lane === undefined) return false
  const { time } = activity
  return lane.ranges === 'all' || lane.ranges.some(([from, to]) => time >= from && time <= to)
}
