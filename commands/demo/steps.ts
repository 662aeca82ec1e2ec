import { mobileGuestId } from '../../samples/shop/mobile-guest.ts'
import type { ApiAnswer, ApiRequest } from './api.ts'
import {
  collectedSchema,
  feedPath,
  feedSchema,
  profilePath,
  profileSchema,
  statePath,
  stateSchema,
  type Profile,
} from './answers.ts'
import { crowdId } from './crowd.ts'
import { pick, shortenFeed, shortenProfile } from './shorten.ts'
import type { Step, Walk } from './step.ts'

const whole = '?include=identifiers,activities'

/** What the demo shows once the shop's events are there, in order. */
export const steps: readonly Step[] = [
  {
    sentence: () => 'This is how many people the shop knows, most of them without a name.',
    request: () => ({ role: 'read', path: statePath }),
    isThere: ({ body }) => stateSchema.safeParse(body).success,
    shorten: (body) => pick(body, 'profiles', 'activities', 'events'),
  },
  {
    sentence: () =>
      'One of them, on her phone, has come back to the same leather boot and has not bought it.',
    request: ({ crowd }) => {
      const guest = crowdId(mobileGuestId, crowd.number)
      return { role: 'read', path: profilePath('anonymousId', guest, `${whole}&top=4`) }
    },
    isThere: (answer) => profileOf(answer)?.known === false,
    shorten: shortenProfile,
  },
  {
    sentence: ({ visitor }) =>
      `Somebody new looks at a product and fills her cart. All that identifies her is the cookie ${visitor.anonymousId}; the UserID among the properties is a mere property.`,
    request: ({ visitor: { rows, anonymousId, userId } }) => {
      const batch = rows.map(({ messageId, event, timestamp }) => ({
        ...{ type: 'track', messageId, anonymousId, event, timestamp },
        properties: { UserID: userId },
      }))
      return { role: 'write', path: '/v1/batch', body: { batch } }
    },
    isThere: ({ body }, { visitor }) => accepted(body) === visitor.rows.length,
    shorten: (body) => body,
  },
  {
    sentence: () => 'A moment later she is a profile: unknown, with four activities.',
    request: lookUpCookie,
    isThere: (answer, walk) => {
      const profile = profileOf(answer)
      if (profile?.known !== false || profile.activityCount !== walk.visitor.rows.length)
        return false
      walk.unknown = profile
      return true
    },
    shorten: shortenProfile,
  },
  {
    sentence: ({ visitor }) =>
      `She signs up: the shop gives her the user id ${visitor.userId} and learns her e-mail address.`,
    request: ({ visitor: { anonymousId, userId, email } }) => ({
      role: 'write',
      path: '/v1/identify',
      body: {
        messageId: `sign-up-of-${anonymousId}`,
        ...{ anonymousId, userId, traits: { email, firstName: 'Ann' } },
      },
    }),
    isThere: ({ body }) => accepted(body) === 1,
    shorten: (body) => body,
  },
  {
    sentence: () =>
      'Now she is known, found by her e-mail address too, and the history is the same: four activities and the sign-up.',
    request: ({ visitor }) => ({ role: 'read', path: profilePath('email', visitor.email, whole) }),
    isThere: (answer, walk) => {
      const profile = profileOf(answer)
      if (profile?.known !== true || !hasHistory(profile, walk)) return false
      walk.known = profile
      return true
    },
    shorten: shortenProfile,
  },
  {
    sentence: () =>
      'The CustomerId from before she had a name, perhaps long since in other systems, still finds her.',
    request: ({ unknown }) => ({
      role: 'read',
      path: profilePath('customerId', unknown?.customerId ?? '', '?include=identifiers'),
    }),
    isThere: (answer, { known }) => profileOf(answer)?.customerId === known?.customerId,
    shorten: shortenProfile,
  },
  {
    sentence: () =>
      'Those who look after the shop see every call, accepted or refused with the reason; the latest:',
    request: () => ({ role: 'admin', path: `${feedPath}?top=3` }),
    isThere: ({ body }) => (feedSchema.safeParse(body).data?.value.length ?? 0) > 0,
    shorten: shortenFeed,
  },
]

function lookUpCookie({ visitor }: Walk): ApiRequest {
  return { role: 'read', path: profilePath('anonymousId', visitor.anonymousId, whole) }
}

function profileOf({ body }: ApiAnswer): Profile | undefined {
  return profileSchema.safeParse(body).data
}

function accepted(body: unknown): number | undefined {
  return collectedSchema.safeParse(body).data?.accepted
}

/** All rows from before she was known, and the sign-up. */
function hasHistory({ activities, activityCount }: Profile, { visitor }: Walk): boolean {
  const shown = new Set(activities?.value.map(({ activityId }) => activityId))
  return (
    activityCount === visitor.rows.length + 1 &&
    visitor.rows.every(({ messageId }) => shown.has(messageId))
  )
}
