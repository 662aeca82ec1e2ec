import { mapLimited } from '../platform/async/map-limited.ts'
import { activityType, type Activity } from '../profiles/activity.ts'
import type { Profile } from '../profiles/profile-row.ts'
import { readHome, type HomeQuery, type TimelineContext } from './read-home.ts'

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

/** A page of a profile's activities, newest first, merged from where they are stored. */
export async function readTimeline(
  context: TimelineContext,
  { homes }: Pick<Profile, 'homes'>,
  { type, ...query }: TimelineQuery,
): Promise<TimelinePage> {
  const homeQuery: HomeQuery = {
    ...query,
    // One more than asked for tells whether there is more.
    top: query.top + 1,
    ...(type !== undefined && { matches: (activity) => activityType(activity) === type }),
  }
  const pages = await mapLimited(homes, 8, (home) => readHome(context, home, homeQuery))
  const merged = pages.flat().sort((a, b) => (a.key < b.key ? -1 : 1))
  const page = merged.slice(0, query.top)
  const next = merged.length > query.top ? page.at(-1)?.key : undefined
  return { activities: page.map(({ activity }) => activity), next }
}
