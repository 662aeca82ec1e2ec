import { isInShare } from '../identity/home-share.ts'
import { timeKey, type Activity } from '../profiles/activity.ts'
import type { KeyedActivity, NodeStore } from '../profiles/node-store.ts'
import type { ProfileHome } from '../profiles/profile-row.ts'

/** Where timelines are read: in the tables, or in the archive. */
export interface TimelineContext {
  readonly nodeStore: Pick<NodeStore, 'listActivities'>
}

/** What to read of a home; times in milliseconds. */
export interface HomeQuery {
  readonly top: number
  /** Only activities at or after this time. */
  readonly since?: number | undefined
  /** Only activities before this time. */
  readonly until?: number | undefined
  /** Only what comes after this key. */
  readonly after?: string | undefined
  /** Only activities of which this is true. */
  readonly matches?: ((activity: Activity) => boolean) | undefined
}

/** Where not all that is read is wanted, at least this much is read at a time. */
const leastSifted = 100

/** The activities of a home that belong to the profile, newest first, up to `top` of them. */
export async function readHome(
  { nodeStore }: TimelineContext,
  home: ProfileHome,
  query: HomeQuery,
): Promise<KeyedActivity[]> {
  const { top, matches = () => true } = query
  const isSifted = home.lanes !== 'all' || query.matches !== undefined
  const size = isSifted ? Math.max(top, leastSifted) : top
  const before = keyBefore(Math.max(query.since ?? 0, home.firstSeen))
  const pieces = piecesOf(home, query)
  const found: KeyedActivity[] = []
  let after = query.after ?? ''
  while (found.length < top) {
    const start = startAfter(pieces, after)
    if (start === undefined) break
    const range = { after: start, top: size, ...(before !== undefined && { before }) }
    const page = await nodeStore.listActivities(home.id, range)
    found.push(...page.filter(({ activity }) => isInShare(home, activity) && matches(activity)))
    const last = page.at(-1)
    if (last === undefined || page.length < size) break
    after = last.key
  }
  return found.slice(0, top)
}

/** A stretch of time that holds activities of the profile, as keys. */
interface Piece {
  /** Less than the key of every activity in the piece. */
  readonly start: string
  /** Greater than all of them; `undefined`: there is nothing beyond. */
  readonly end: string | undefined
}

/** From the newest to the oldest; they do not overlap. */
function piecesOf(home: ProfileHome, { until = Infinity }: HomeQuery): Piece[] {
  return rangesOf(home)
    .map(([from, to]) => ({ from, to: Math.min(to, until - 1) }))
    .filter(({ from, to }) => from <= to)
    .map(({ from, to }) => ({ start: timeKey(to), end: keyBefore(from) }))
    .reverse()
}

/** When the profile's activities happened, in order of time. */
function rangesOf({ firstSeen, lastSeen, lanes }: ProfileHome): (readonly [number, number])[] {
  const ranges = lanes === 'all' ? [] : lanes.map((lane) => lane.ranges)
  const bounded = ranges.filter((range) => range !== 'all').flat()
  if (ranges.length === 0 || ranges.includes('all')) return [[firstSeen, lastSeen]]
  const merged: [number, number][] = []
  for (const [from, to] of bounded.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Where to go on after a key: there, or where the next piece begins. */
function startAfter(pieces: readonly Piece[], after: string): string | undefined {
  const piece = pieces.find(({ end }) => end === undefined || after < end)
  return piece && (piece.start > after ? piece.start : after)
}

/** Keys fall with time: those of activities at this time and later are less. None is before 1970. */
function keyBefore(time: number): string | undefined {
  return time <= 0 ? undefined : timeKey(time - 1)
}
