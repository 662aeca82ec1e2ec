import type { Identifier } from '../identity/identifier.ts'
import type { Context } from '../workspace/context.ts'
import { findProfile } from './find-profile.ts'
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

/** The profile of an identifier, in the shape of the interface. */
export async function lookUpProfile(
  context: Pick<Context, 'namespaces' | 'nodeIdOf' | 'profileStore' | 'nodeStore'>,
  { identifier, include, timeline, nextLink }: ProfileQuery,
): Promise<ProfileAnswer> {
  const found = await findProfile(context, identifier)
  const answer = profileAnswer(found, include)
  if (!include.has('activities')) return answer
  const page = await readTimeline(context, found.profile, timeline)
  return {
    ...answer,
    activities: {
      value: page.activities.map(activityAnswer),
      ...(page.next !== undefined && { nextLink: nextLink(page.next) }),
    },
  }
}
