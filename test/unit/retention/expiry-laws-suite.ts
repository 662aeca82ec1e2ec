import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import type { CallInit } from '../../factories/calls.ts'
import { day, plain, visitors, type Visitors } from './visitors.ts'

/** Something happens some days after what came before it; it may have been long on its way. */
export const step = fc.record({
  days: fc.integer({ min: 0, max: 45 }),
  late: fc.constantFrom(0, 0, 0, 10, 100),
  cookie: fc.constantFrom('c1', 'c2', 'c3', null),
  device: fc.constantFrom('d1', 'd2', null, null),
  user: fc.constantFrom('u1', 'u2', null, null, null, null),
  repeats: fc.boolean(),
})
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const keys = [
  ...['c1', 'c2', 'c3'].map((value) => `anonymousId:${value}`),
  ...['d1', 'd2'].map((value) => `deviceId:${value}`),
  ...['u1', 'u2'].map((value) => `userId:${value}`),
]

function callOf({ late, cookie, device, user }: Step, index: number, now: number): CallInit {
  const isNobody = cookie === null && device === null && user === null
  return {
    ...{ messageId: `m${index}`, type: 'identify', traits: { last: index } },
    ...{ anonymousId: isNobody ? 'c1' : cookie, timestamp: isoTime(now - late * day) },
    ...(device !== null && { context: { device: { id: device } } }),
    ...(user !== null && { userId: user }),
  }
}

export async function tell(
  world: Visitors,
  steps: readonly Step[],
  expires: boolean,
): Promise<void> {
  let days = 0
  for (const [index, one] of steps.entries()) {
    days += one.days
    world.at(days * day)
    if (expires) await world.expire()
    const calls = [callOf(one, index, world.now())]
    const before = steps[index - 1]
    if (one.repeats && before !== undefined) calls.push(callOf(before, index - 1, world.now()))
    await world.send(...calls)
  }
}

async function answers(world: Visitors): Promise<unknown[]> {
  const found: unknown[] = []
  for (const key of keys) found.push(plain(await world.lookUp(key)))
  return found
}

/** Laws of expiry, with the number of random stories to try. */
export function expiryLawsSuite(numRuns: number): void {
  describe('profiles that leave and come back', () => {
    it('answer at any moment as if they had never left', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
          const [one, other] = [visitors(), visitors()]
          await tell(one, steps, true)
          await tell(other, steps, false)
          expect(await answers(one)).toEqual(await answers(other))
          expect(unfinished(one.storage)).toEqual([])
          // Whoever is in the archive still comes back once more.
          one.at(500 * day)
          const last = ['c1', 'c2', 'c3'].map((anonymousId) => ({
            ...{ messageId: `last-${anonymousId}`, anonymousId, userId: `of-${anonymousId}` },
          }))
          const more = ['d1', 'd2'].map((id) => ({
            ...{ messageId: `last-${id}`, anonymousId: null, context: { device: { id } } },
          }))
          other.at(500 * day)
          await one.send(...last, ...more)
          await other.send(...last, ...more)
          expect(canonicalState(one.storage)).toBe(canonicalState(other.storage))
        }),
        { numRuns },
      )
    })
  })
}
