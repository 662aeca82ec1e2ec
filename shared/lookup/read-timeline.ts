import { mapLimited } from '../platform/async/map-limited.ts'
import { timeKey, type Activity } from '../profiles/activity.ts'
import type { Profile } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'

/** Which part of a timeline; times in milliseconds. */
export interface TimelineQuery {
  readonly top: number
  readonly type?: string | undefined
  /** Only activities at or after this time. */
  readonly since?: number | undefined
  /** Only activities before this time. */
  readonly until?: number | undefined
  /** The key of the last activity of the page before. */
  readonly after?: string | undefined
}

export interface TimelinePage {
  readonly activities: readonly Activity[]
  /** The key to go on after, where there is more. */
  readonly next: string | undefined
}

interface Keyed {
  readonly key: string
  readonly activity: Activity
}

/** A page of a profile's activities, newest first, merged from where they are stored. */
export async function readTimeline(
  context: Pick<Context, 'nodeStore'>,
  profile: Profile,
  query: TimelineQuery,
): Promise<TimelinePage> {
  const homes = profile.identifiers.filter(({ activityCount }) => activityCount > 0)
  const pages = await mapLimited(homes, 8, ({ id }) => readHome(context, id, query))
  const merged = pages.flat().sort((a, b) => (a.key < b.key ? -1 : 1))
  const page = merged.slice(0, query.top)
  const next = merged.length > query.top ? page.at(-1)?.key : undefined
  return { activities: page.map(({ activity }) => activity), next }
}

/** One more than asked for, so that the caller can tell whether there is more. */
async function readHome(
  { nodeStore }: Pick<Context, 'nodeStore'>,
  id: Profile['customerId'],
  query: TimelineQuery,
): Promise<Keyed[]> {
  const wanted = query.top + 1
  const found: Keyed[] = []
  let after = lowerBound(query)
  const before = upperBound(query)
  while (found.length < wanted) {
    const page = await nodeStore.listActivities(id, {
      after,
      top: wanted,
      ...(before === undefined ? {} : { before }),
    })
    found.push(...page.filter(({ activity }) => matches(activity, query.type)))
    const last = page.at(-1)
    if (last === undefined || page.length < wanted) break
    after = last.key
  }
  return found.slice(0, wanted)
}

/** Greater than every key: they consist of digits first. */
const beyondAllKeys = ':'

/** Keys fall with time, and there are none before 1970. */
function upperBound({ since }: TimelineQuery): string | undefined {
  return since === undefined || since <= 0 ? undefined : timeKey(since - 1)
}

/** Everything before `until` has a greater key than that moment's first. */
function lowerBound({ after, until }: TimelineQuery): string {
  const fromTime = until === undefined ? '' : until <= 0 ? beyondAllKeys : timeKey(until - 1)
  return after !== undefined && after > fromTime ? after : fromTime
}

function matches(activity: Activity, type: string | undefined): boolean {
  if (type === undefined) return true
  return (activity.type === 'track' ? activity.name : activity.type) === type
}
