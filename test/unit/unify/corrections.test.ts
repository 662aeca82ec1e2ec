import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { undoOf } from '../../../shared/identity/correction.ts'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { logCalls } from '../../factories/calls.ts'
import { seededRandom } from '../../factories/random.ts'
import { rulesOf, identityEvents, stewardFact, world } from '../identity/random-world.ts'
import { correctionsOf, unifiedEvent, unifyAll, unifyInDisorder } from './live-identity.ts'
import { stewardAndVisitors } from './steward-and-visitors.ts'
import { deliver } from './story.ts'

/** When everything is undone, after all that random worlds bring. */
const at = isoTime(Date.UTC(2026, 2, 1))

describe('a correction', () => {
  it('and its reversal change nothing in the end, in whatever order all of it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(stewardFact, { minLength: 1, maxLength: 3 }),
        fc.integer(),
        async (given, mistakes, seed) => {
          const { namespaces, settings } = rulesOf(given)
          const identity = { ...defaultIdentitySettings, ...settings }
          const events = identityEvents(given.events, { namespaces, settings }).map(
            (event, index) => unifiedEvent(event, { blob: 'b', index }),
          )
          const kept = correctionsOf(given.facts)
          const undone = correctionsOf(mistakes).flatMap((fact) => {
            const mistake = { ...fact, id: `m-${fact.id}` }
            return mistake.type === 'undo' ? [] : [mistake, undoOf(mistake, { by: 'bob', at })]
          })
          const workspace = { namespaces, identity, mostMoments: 5 }
          const clean = memoryStorage()
          await unifyAll(clean, { ...workspace, corrections: kept }, events)

          const after = memoryStorage()
          await unifyAll(after, { ...workspace, corrections: kept }, events)
          for (const fact of undone) {
            await unifyAll(after, { ...workspace, corrections: [fact] }, [])
          }
          expect(canonicalState(after)).toBe(canonicalState(clean))

          const mixed = memoryStorage()
          const corrections = [...kept, ...undone]
          const random = seededRandom(seed)
          await unifyInDisorder(mixed, { ...workspace, corrections }, { events, random })
          expect(canonicalState(mixed)).toBe(canonicalState(clean))
          expect(unfinished(mixed)).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is listed with who undid it, whatever of it is applied first', async () => {
    const storage = memoryStorage()
    const { blobs } = stewardAndVisitors
    const names = [...blobs].reverse().map((lines) => logCalls(storage, lines))
    await deliver({ storage, story: stewardAndVisitors }, names, (_name, call) => call())
    const { correctionStore } = testContext(storage)
    const { value, next } = await correctionStore.list({ top: 10 })
    expect(value.map(({ correction, undo }) => [correction.id, undo?.by])).toEqual([
      ['c1', undefined],
      ['c2', 'bob'],
      ['c3', undefined],
    ])
    expect(next).toBeUndefined()
    const first = await correctionStore.list({ top: 2 })
    const second = await correctionStore.list({ top: 2, after: first.next })
    expect([...first.value, ...second.value]).toEqual(value)
    expect(await correctionStore.read('c2')).toEqual(value[1])
    expect(await correctionStore.read('c9')).toBeUndefined()
  })
})
