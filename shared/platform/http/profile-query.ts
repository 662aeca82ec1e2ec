import * as z from 'zod'
import { parseIdentifierKey, type Identifier } from '../../identity/identifier.ts'
import { includes, type Include } from '../../lookup/profile-answer.ts'
import type { ProfileQuery } from '../../lookup/look-up-profile.ts'
import { ValidationError } from '../errors/errors.ts'
import type { RequestAddress } from './http-request.ts'
import { parseQuery, timeOption, topOption } from './query-options.ts'

const optionsSchema = z.object({
  include: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(
      z.array(z.union([z.literal(''), z.enum(includes)], `must be some of ${includes.join(', ')}`)),
    ),
  top: topOption(100),
  type: z.string().optional(),
  since: timeOption.optional(),
  until: timeOption.optional(),
  after: z
    .string()
    .regex(/^\d{13}-[0-9a-f]{32}$/, 'must be taken from a next link')
    .optional(),
})

/** Reads `/v1/profiles/{namespace}:{value}` or `?namespace=…&value=…`, and the options. */
export function readProfileQuery(address: RequestAddress): ProfileQuery {
  const { include, ...timeline } = parseQuery(optionsSchema, address.query)
  return {
    identifier: readIdentifier(address),
    include: new Set(include.filter((name): name is Include => name !== '')),
    timeline,
    nextLink: (after) => nextLink(address, after),
  }
}

function readIdentifier({ path, query }: RequestAddress): Identifier {
  const fromPath = path[2]
  if (fromPath !== undefined && fromPath !== '') {
    const identifier = parseIdentifierKey(fromPath)
    if (identifier !== undefined) return identifier
    const message = 'The path needs `namespace:value`, for example anonymousId:3f43.'
    throw new ValidationError({ code: 'InvalidRequest', message, target: 'key' })
  }
  const [namespace, value] = [query.get('namespace'), query.get('value')]
  if (namespace !== undefined && namespace !== '' && value !== undefined)
    return { namespace, value }
  const message = 'Name the identifier: /v1/profiles/namespace:value, or ?namespace=…&value=….'
  throw new ValidationError({ code: 'InvalidRequest', message, target: 'namespace' })
}

function nextLink({ origin, path, query }: RequestAddress, after: string): string {
  const options = new URLSearchParams([...query].filter(([name]) => name !== 'code'))
  options.set('after', after)
  return `${origin}/${path.map(encodeURIComponent).join('/')}?${options.toString()}`
}
