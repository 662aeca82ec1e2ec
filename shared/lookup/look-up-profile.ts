import { dayMs } from '../platform/clock/durations.ts'
import type { Identifier } from '../identity/identifier.ts'
import { archivedTimelines } from '../profiles/read-archive.ts'
import type { Context } from '../workspace/context.ts'
import { findProfile, type FindContext, type FoundProfile } from './find-profile.ts'
import { activityAnswer, profileAnswer } from './profile-answer.ts'
import type { Include, ProfileAnswer } from './profile-schema.ts'
import { readTimeline, type TimelineQuery } from './read-timeline.ts'

export interface ProfileQuery {
  readonly identifier: Identifier
  readonly include: ReadonlySet<Include>
  readonly timeline: TimelineQuery
  /** Makes the address of the next page from the key to go on after. */
  readonly nextLink: (after: string) => string
}

type LookUpContext = FindContext & Pick<Context, 'now' | 'identity' | 'nodeStore'>

/** A profile leaves the tables rarely enough that a second look is always enough. */
const mostLooks = 3

/** The profile of an identifier, in the shape of the interface. */
export async function lookUpProfile(
  context: LookUpContext,
  query: ProfileQuery,
): Promise<ProfileAnswer> {
  const { identifier, include, timeline, nextLink } = query
  for (let look = 1; ; look += 1) {
    const found = await findProfile(context, identifier)
    const answer = profileAnswer(found, include)
    if (!include.has('activities')) return answer
    const { archived, profile } = found
    const nodeStore =
      archived === undefined ? context.nodeStore : archivedTimelines(context.archiveStore, archived)
    const page = await readTimeline({ nodeStore }, profile, timeline)
    if (look < mostLooks && (await hasLeft(context, found))) continue
    return {
      ...answer,
      activities: {
        value: page.activities.map(activityAnswer),
        ...(page.next !== undefined && { nextLink: nextLink(page.next) }),
      },
    }
  }
}

/** Clocks of workers differ by less. */
const clockSkewMs = 60 * 60_000

/**
 * True when the profile may have been archived while its timeline was read. Only one that is idle
 * can be: all others cost no further read.
 */
async function hasLeft(context: LookUpContext, found: FoundProfile): Promise<boolean> {
  const { known, lastSeen, customerId } = found.profile
  const idleMs = context.identity.unknownIdleDays * dayMs
  const isIdle = !known && lastSeen + idleMs <= context.now() + clockSkewMs
  if (!isIdle || found.archived !== undefined) return false
  return (await context.profileStore.read(customerId))?.etag !== found.etag
}
