import * as z from 'zod'
import { parseIdentifierKey, type Identifier } from '../../identity/identifier.ts'
import type { ProfileQuery } from '../../lookup/look-up-profile.ts'
import { includes, type Include } from '../../lookup/profile-schema.ts'
import { ValidationError } from '../errors/errors.ts'
import type { RequestAddress } from './http-request.ts'
import { nextLink } from './page-of.ts'
import { timeOption, topOption } from './query-options.ts'

const includeOption = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z.array(z.union([z.literal(''), z.enum(includes)], `must be some of ${includes.join(', ')}`)),
  )
  .transform((names) => new Set(names.filter((name): name is Include => name !== '')))
  .meta({
    override: {
      type: 'string',
      description: `What to add to the profile: some of ${includes.join(', ')}, joined by commas. The last three add nothing yet.`,
    },
  })

/** What a look-up of a profile may be asked for. */
export const profileOptions = z.object({
  include: includeOption,
  top: topOption(100),
  type: z.string().optional().meta({ description: 'Only activities of this type.' }),
  since: timeOption('Only activities at or after this time.').optional(),
  until: timeOption('Only activities before this time.').optional(),
  after: z
    .string()
    .regex(/^\d{13}-[0-9a-f]{32}$/, 'must be taken from a next link')
    .optional()
    .meta({ description: 'Where to go on; taken from a next link.' }),
})

const needed = 'is needed, as in ?namespace=anonymousId&value=3f43'

/** An identifier in the query. */
const identifierOptions = {
  namespace: z.string(needed).min(1, needed).meta({ description: 'For example `anonymousId`.' }),
  value: z.string(needed).meta({ description: 'The identifier in that namespace.' }),
}

/** The same, and the identifier. */
export const profileByQueryOptions = profileOptions.extend(identifierOptions)

/** What an explanation may be asked for. */
export const identityOptions = z.object({
  with: z
    .string()
    .transform((text, ctx) => {
      const identifier = parseIdentifierKey(text)
      if (identifier !== undefined) return identifier
      ctx.addIssue({ code: 'custom', message: 'must be namespace:value, as userId:abc123' })
      return z.NEVER
    })
    .optional()
    .meta({
      override: {
        type: 'string',
        description:
          'Another identifier, `namespace:value`: why the two are, or are not, one person.',
      },
    }),
})

/** The same, and the identifier. */
export const identityByQueryOptions = identityOptions.extend(identifierOptions)

/** A look-up with its options; `address` is where the next page is asked for. */
export function profileQuery(
  identifier: Identifier,
  { include, top, type, since, until, after }: z.output<typeof profileOptions>,
  address: RequestAddress,
): ProfileQuery {
  const timeline = { top, type, since, until, after }
  return { identifier, include, timeline, nextLink: (key) => nextLink(address, key) }
}

/** Reads `namespace:value`, the key in the path of a profile. */
export function identifierOfKey(key: string | undefined): Identifier {
  const identifier = parseIdentifierKey(key ?? '')
  if (identifier !== undefined) return identifier
  const message = 'The path needs `namespace:value`, for example anonymousId:3f43.'
  throw new ValidationError({ code: 'InvalidRequest', message, target: 'key' })
}
