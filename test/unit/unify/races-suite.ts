import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { everyone } from '../../../shared/profiles/member-store.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, type Fault, type Interceptor } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { logCalls } from '../../factories/calls.ts'
import { deliver, type Story } from './story.ts'

const straight: Interceptor = (_name, call) => call()

async function cleanState(story: Story): Promise<string> {
  const storage = memoryStorage()
  const names = story.blobs.map((calls) => logCalls(storage, calls))
  await deliver({ storage, story }, names, straight)
  return canonicalState(storage)
}

/** Every storage call waits until the scheduler lets it go: the order of all calls is its choice. */
function scheduled(scheduler: fc.Scheduler, inner: Interceptor): Interceptor {
  return async (name, call) => {
    await scheduler.schedule(Promise.resolve(), name)
    return inner(name, call)
  }
}

async function expectClean(storage: MemoryStorage, clean: string, story: Story): Promise<void> {
  expect(canonicalState(storage)).toBe(clean)
  expect(unfinished(storage)).toEqual([])
  const context = testContext(storage)
  expect(await context.memberStore.count(everyone)).toEqual(story.members)
}

/** The suite, with the number of random interleavings to try for each test. */
export function describeRaces(numRuns: number, story: Story): void {
  describe(`workers that work at the same time on ${story.name}`, () => {
    const { blobs } = story
    let clean: string

    beforeAll(async () => {
      clean = await cleanState(story)
    })

    const badCalls = fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 3 })
    const fault = fc.constantFrom<Fault>('fails', 'succeeds but answers 500')

    it('end as one worker does when they get the same blobs, in other orders', async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), badCalls, badCalls, fault, async (s, badA, badB, kind) => {
          const storage = memoryStorage()
          const names = blobs.map((calls) => logCalls(storage, calls))
          const worker = (order: readonly string[], bad: readonly number[]): Promise<void> =>
            deliver(
              { storage, story },
              order,
              scheduled(s, faultyCalls(kind, (call) => bad.includes(call)).intercept),
            )
          await s.waitFor(Promise.all([worker(names, badA), worker([...names].reverse(), badB)]))
          await expectClean(storage, clean, story)
        }),
        { numRuns },
      )
    })

    it('end as one worker does when each gets its own blobs', async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), badCalls, fault, async (s, bad, kind) => {
          const storage = memoryStorage()
          const names = blobs.map((calls) => logCalls(storage, calls))
          const faulty = faultyCalls(kind, (call) => bad.includes(call))
          const workers = names.map((name) =>
            deliver({ storage, story }, [name], scheduled(s, faulty.intercept)),
          )
          await s.waitFor(Promise.all(workers))
          await expectClean(storage, clean, story)
        }),
        { numRuns },
      )
    })
  })
}
