import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, type Fault, type Interceptor } from '../../doubles/storage-calls.ts'
import { answers, archiveable, keys, returns } from './expiry-story.ts'
import { day, deliver, expireUntilDone, type Visitors } from './visitors.ts'

/** Every storage call waits until the scheduler lets it go: the order of all calls is its choice. */
function scheduled(scheduler: fc.Scheduler, inner: Interceptor): Interceptor {
  return async (name, call) => {
    await scheduler.schedule(Promise.resolve(), name)
    return inner(name, call)
  }
}

async function neverExpired(ready: Visitors): Promise<Visitors> {
  const world = ready.copy()
  await world.send(...returns)
  return world
}

/** Everybody comes once more, so nothing is left in the archive. */
const last = keys.map((key, index) => {
  const value = key.slice(key.indexOf(':') + 1)
  return key.startsWith('anonymousId')
    ? { messageId: `last-${index}`, anonymousId: value }
    : { messageId: `last-${index}`, anonymousId: null, context: { device: { id: value } } }
})

/** The suite, with the number of random interleavings to try for each test. */
export function describeExpiryRaces(numRuns: number): void {
  describe('workers that archive while visitors return', () => {
    const badCalls = fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 3 })
    const fault = fc.constantFrom<Fault>('fails', 'succeeds but answers 500')

    it('end as if nobody had ever left', async () => {
      const ready = await archiveable()
      const clean = await neverExpired(ready)
      const [wanted, wantedAnswers] = [canonicalState(clean.storage), await answers(clean)]
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.shuffledSubarray([...returns], { minLength: returns.length }),
          badCalls,
          fault,
          fc.boolean(),
          async (s, calls, bad, kind, isEarlier) => {
            const world = ready.copy()
            if (isEarlier) await expireUntilDone(() => world.context())
            const faulty = faultyCalls(kind, (call) => bad.includes(call))
            const context = () => world.context(scheduled(s, faulty.intercept))
            const workers = [
              expireUntilDone(context),
              expireUntilDone(context),
              ...calls.map((call) => deliver(context, world.log(call))),
            ]
            await s.waitFor(Promise.all(workers))
            expect(await answers(world)).toEqual(wantedAnswers)
            expect(canonicalState(world.storage)).toBe(wanted)
            expect(unfinished(world.storage)).toEqual([])
          },
        ),
        { numRuns },
      )
    })

    it('leave nothing behind: a later run archives all, and all come back', async () => {
      const ready = await archiveable()
      const clean = await neverExpired(ready)
      clean.at(100 * day)
      await clean.send(...last)
      const wanted = canonicalState(clean.storage)
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), badCalls, fault, async (s, bad, kind) => {
          const world = ready.copy()
          const faulty = faultyCalls(kind, (call) => bad.includes(call))
          const context = () => world.context(scheduled(s, faulty.intercept))
          const workers = [
            expireUntilDone(context),
            ...returns.map((call) => deliver(context, world.log(call))),
          ]
          await s.waitFor(Promise.all(workers))
          world.at(70 * day)
          await expireUntilDone(() => world.context())
          for (const key of ['anonymousId:c1', 'deviceId:phone']) {
            expect(await world.lookUp(key)).toMatchObject({ archived: true })
          }
          world.at(100 * day)
          await world.send(...last)
          expect(canonicalState(world.storage)).toBe(wanted)
          expect(unfinished(world.storage)).toEqual([])
        }),
        { numRuns },
      )
    })
  })
}
