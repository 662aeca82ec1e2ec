import * as z from 'zod'
import type { Identifier } from '../../shared/identity/identifier.ts'
import { compareProfiles, explainProfile } from '../../shared/lookup/explain-profile.ts'
import {
  comparisonAnswerSchema,
  identityAnswerSchema,
} from '../../shared/lookup/identity-schema.ts'
import {
  identifierOfKey,
  identityByQueryOptions,
  identityOptions,
} from '../../shared/platform/http/profile-query.ts'
import { jsonRoute } from '../../shared/platform/http/route.ts'
import type { Context } from '../../shared/workspace/context.ts'

const answer = {
  description: 'The explanation; of two identifiers with `with`',
  schema: z.union([identityAnswerSchema, comparisonAnswerSchema]),
}

const explain = (context: Context, identifier: Identifier, other: Identifier | undefined) =>
  other === undefined
    ? explainProfile(context, identifier)
    : compareProfiles(context, identifier, other)

jsonRoute(
  {
    ...{ name: 'profile-identity', method: 'GET', path: 'v1/profiles/{key}/identity' },
    ...{ access: 'read', query: identityOptions },
    docs: {
      tag: 'Look up',
      summary: 'Who is one with an identifier, and why',
      description:
        'The links that hold a profile together with their evidence, those that do not hold with the reason, and how it came about. Also answers for an identifier that is detached.',
      parameters: {
        key: {
          description: '`namespace:value`, the value percent-encoded.',
          example: 'anonymousId:CookieID1',
        },
      },
      answer,
      errors: ['ProfileNotFound'],
    },
  },
  ({ parameters, query }, context) =>
    explain(context, identifierOfKey(parameters['key']), query.with),
)

jsonRoute(
  {
    ...{ name: 'profile-identity-by-query', method: 'GET', path: 'v1/identity' },
    ...{ access: 'read', query: identityByQueryOptions },
    docs: {
      tag: 'Look up',
      summary: 'The same for values that paths mangle',
      query: { namespace: 'anonymousId', value: 'CookieID1', with: 'anonymousId:CookieID1' },
      answer,
      errors: ['ProfileNotFound'],
    },
  },
  ({ query: { namespace, value, with: other } }, context) =>
    explain(context, { namespace, value }, other),
)
