import type { Api } from './api.ts'
import { profilePath, profileSchema } from './answers.ts'
import { DemoError } from './demo-error.ts'

/** The visitor whom the demo follows from a cookie to a customer. */
export interface Visitor {
  /** 1 for the one of the documentation. */
  readonly number: number
  readonly anonymousId: string
  readonly userId: string
  readonly email: string
  /** The sample scenario's table: event id, time, name. */
  readonly rows: readonly VisitorRow[]
}

export interface VisitorRow {
  readonly messageId: string
  readonly timestamp: string
  readonly event: string
}

const rows: readonly (readonly [string, string, string])[] = [
  ['6', '2022-09-15T09:00:00Z', 'Product viewed'],
  ['2', '2022-09-18T10:05:00Z', 'Product viewed'],
  ['3', '2022-09-18T10:10:00Z', 'Added to cart'],
  ['4', '2022-09-21T09:05:00Z', 'Product viewed'],
]

/** The first visitor is CookieID1; further ones share nothing with her or each other. */
export function createVisitor(number: number): Visitor {
  const end = number === 1 ? '' : `-${number}`
  return {
    number,
    anonymousId: `CookieID1${end}`,
    userId: `abc123${end}`,
    email: `ann${end.replace('-', '+')}@example.com`,
    rows: rows.map(([id, timestamp, event]) => ({ messageId: `${id}${end}`, timestamp, event })),
  }
}

/** The first visitor who has not become known yet; of whom at most these rows are there. */
export async function findFreshVisitor(api: Api): Promise<Visitor> {
  for (let number = 1; ; number += 1) {
    const visitor = createVisitor(number)
    if (await isFresh(api, visitor)) return visitor
  }
}

async function isFresh(api: Api, visitor: Visitor): Promise<boolean> {
  const cookie = await findProfile(api, 'anonymousId', visitor.anonymousId)
  if (cookie !== undefined) {
    const ours = new Set(visitor.rows.map(({ messageId }) => messageId))
    const shown = cookie.activities?.value ?? []
    if (cookie.known || shown.some(({ activityId }) => !ours.has(activityId))) return false
  }
  const [user, email] = await Promise.all([
    findProfile(api, 'userId', visitor.userId),
    findProfile(api, 'email', visitor.email),
  ])
  return user === undefined && email === undefined
}

/** `undefined` where nobody has the identifier; throws where the answer is neither. */
export async function findProfile(api: Api, namespace: string, value: string) {
  const path = profilePath(namespace, value, '?include=activities')
  const { status, body } = await api({ role: 'read', path })
  if (status === 404) return undefined
  const profile = profileSchema.safeParse(body)
  if (status === 200 && profile.success) return profile.data
  throw new DemoError(`GET ${path} was answered with ${status}, not as Passerby does.`)
}
