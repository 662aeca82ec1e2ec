import { expect, it } from 'vitest'
import type { Api } from '../../../../commands/demo/api.ts'
import { createVisitor, findFreshVisitor } from '../../../../commands/demo/visitor.ts'

interface Known {
  readonly known: boolean
  readonly activities: readonly string[]
}

/** A Passerby with these profiles by identifier. */
function passerbyWith(profiles: Readonly<Record<string, Known>>): Api {
  return ({ path }) => {
    const key = /profiles\/([^?]+)/.exec(path)?.[1] ?? ''
    const profile = profiles[key]
    if (profile === undefined) return Promise.resolve({ status: 404, body: {} })
    const body = {
      ...{ customerId: key, known: profile.known, firstSeen: '2022-09-15T09:00:00.000Z' },
      activityCount: profile.activities.length,
      activities: { value: profile.activities.map((activityId) => ({ activityId })) },
    }
    return Promise.resolve({ status: 200, body })
  }
}

const chosen = async (profiles: Readonly<Record<string, Known>>): Promise<string> =>
  (await findFreshVisitor(passerbyWith(profiles))).anonymousId

const known = { known: true, activities: ['6', '2', '3', '4', 'sign-up'] }

it('follows CookieID1 where nobody has seen her', async () => {
  expect(await chosen({})).toBe('CookieID1')
})

it('goes on with CookieID1 where a run has ended before she gave her name', async () => {
  const own = { known: false, activities: ['4', '6'] }
  expect(await chosen({ 'anonymousId:CookieID1': own })).toBe('CookieID1')
})

it('takes the first visitor of whom nothing else is there', async () => {
  expect(
    await chosen({
      'anonymousId:CookieID1': known,
      'userId:abc123-2': known,
      'email:ann+3@example.com': known,
      'anonymousId:CookieID1-4': { known: false, activities: ['6-4', 'other'] },
    }),
  ).toBe('CookieID1-5')
})

it('gives no two visitors the same message', () => {
  const ids = [1, 2, 3].flatMap((number) => createVisitor(number).rows.map((row) => row.messageId))
  expect(ids.slice(0, 4)).toEqual(['6', '2', '3', '4'])
  expect(new Set(ids).size).toBe(12)
})

it('does not take a failing Passerby for one that knows nobody', async () => {
  const api: Api = () => Promise.resolve({ status: 500, body: {} })
  await expect(findFreshVisitor(api)).rejects.toThrow(/answered with 500/)
})
