import { beforeAll, describe, expect, it } from 'vitest'
import { everyone } from '../../../shared/profiles/member-store.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import type { Interceptor } from '../../doubles/storage-calls.ts'
import { StorageFault } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { logCalls } from '../../factories/calls.ts'
import { deliver, storyContext, type Story } from './story.ts'

const straight: Interceptor = (_name, call) => call()

/** Where a worker stops: before its n-th call to storage or queue, or after it took effect. */
interface Stop {
  readonly call: number
  readonly side: 'before' | 'after'
}

/** Counts the calls of a worker that stops: from then on none of them does anything. */
function stopping({ call: stop, side }: Stop): { intercept: Interceptor; calls: () => number } {
  let calls = 0
  return {
    calls: () => calls,
    intercept: async (name, call) => {
      calls += 1
      if (calls < stop) return call()
      if (calls === stop && side === 'after') await call()
      throw new StorageFault(name)
    },
  }
}

/** One worker works until it stops; then another one gets all blobs, as a queue delivers them. */
async function stopAt(story: Story, stop: Stop) {
  const storage = memoryStorage()
  const names = story.blobs.map((calls) => logCalls(storage, calls))
  const worker = stopping(stop)
  const context = storyContext(storage, story, worker.intercept)
  for (const name of names) await unifyBlobs(context, [name]).catch(() => undefined)
  await deliver({ storage, story }, names, straight)
  return { storage, calls: worker.calls() }
}

/** Stops a worker at each of its calls in turn, or only at every so many, and compares the end. */
export function describeStops(story: Story, every: number): void {
  describe(`a worker that stops for ever on ${story.name}`, () => {
    let clean: { readonly state: string; readonly calls: number }

    beforeAll(async () => {
      const { storage, calls } = await stopAt(story, { call: Infinity, side: 'before' })
      clean = { state: canonicalState(storage), calls }
      expect(await testContext(storage).memberStore.count(everyone)).toEqual(story.members)
      expect(calls).toBeGreaterThan(50)
    })

    it.each(['before', 'after'] as const)('%s any call has another one finish', async (side) => {
      for (let call = 1; call <= clean.calls; call += every) {
        const { storage } = await stopAt(story, { call, side })
        expect(canonicalState(storage), `${side} call ${call}`).toBe(clean.state)
        expect(unfinished(storage), `${side} call ${call}`).toEqual([])
        const count = await testContext(storage).memberStore.count(everyone)
        expect(count, `${side} call ${call}`).toEqual(story.members)
      }
    })
  })
}
