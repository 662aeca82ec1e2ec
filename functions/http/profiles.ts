import { lookUpProfile } from '../../shared/lookup/look-up-profile.ts'
import { profileAnswerSchema } from '../../shared/lookup/profile-schema.ts'
import {
  identifierOfKey,
  profileByQueryOptions,
  profileOptions,
  profileQuery,
} from '../../shared/platform/http/profile-query.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'

const answer = { description: 'The profile', schema: profileAnswerSchema }

jsonRoute(
  {
    name: 'profile',
    method: 'GET',
    path: 'v1/profiles/{key}',
    access: 'read',
    query: profileOptions,
    docs: {
      tag: 'Look up',
      summary: 'A profile by any of its identifiers',
      description:
        'Also by its CustomerId or a former one (`customerId:…`). Activities come newest first, a page at a time.',
      parameters: {
        key: {
          description: '`namespace:value`, the value percent-encoded.',
          example: 'anonymousId:CookieID1',
        },
      },
      query: { include: 'identifiers,activities', top: '10' },
      answer,
      errors: ['ProfileNotFound'],
    },
  },
  ({ parameters, query, address }, context) =>
    lookUpProfile(context, profileQuery(identifierOfKey(parameters['key']), query, address)),
)

jsonRoute(
  {
    name: 'profile-by-query',
    method: 'GET',
    path: 'v1/profiles',
    access: 'read',
    query: profileByQueryOptions,
    docs: {
      tag: 'Look up',
      summary: 'The same for values that paths mangle',
      query: { namespace: 'anonymousId', value: 'CookieID1', include: 'activities' },
      answer,
      errors: ['ProfileNotFound'],
    },
  },
  ({ query: { namespace, value, ...options }, address }, context) =>
    lookUpProfile(context, profileQuery({ namespace, value }, options, address)),
)
