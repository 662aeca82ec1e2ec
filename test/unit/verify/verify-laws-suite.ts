import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import { namespaceDefinitionSchema } from '../../../shared/identity/namespace-definition.ts'
import { partsOfIds } from '../../../shared/profiles/all-profile-rows.ts'
import { checkPart } from '../../../shared/verify/check-part.ts'
import { nothingFound } from '../../../shared/verify/difference.ts'
import { beginVerification, verify } from '../../../shared/verify/verify.ts'
import type { VerifyState } from '../../../shared/verify/verify-state.ts'
import type { Context } from '../../../shared/workspace/context.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { seededRandom } from '../../factories/random.ts'
import type { PlainWorld } from '../identity/naive-identity.ts'
import { busyDevices, world } from '../identity/random-world.ts'
import { resolved } from '../identity/resolved.ts'
import { step, tell } from '../retention/expiry-laws-suite.ts'
import { day, visitors } from '../retention/visitors.ts'
import { correctionsOf, unifiedEvent, unifyInDisorder } from '../unify/live-identity.ts'

const live = fc.oneof(world, busyDevices)
/** Histories that are folded early, and ones that never are. */
const bound = fc.constantFrom(0, 2, 5, 2000)
const noPause = (): Promise<void> => Promise.resolve()

/** What is right must be told so, tried with so many random worlds. */
export function verifyLawsSuite(worlds: number): void {
  it('finds nothing wrong with facts, profiles and members, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(live, bound, fc.integer(), async (given, mostMoments, seed) => {
        const core = resolved(given)
        const { namespaces, settings } = core.rules
        const identity = { ...defaultIdentitySettings, ...settings }
        const corrections = correctionsOf(given.facts)
        const workspace = { namespaces, identity, corrections, mostMoments }
        const events = core.events.map((event, index) => unifiedEvent(event, { blob: 'b', index }))
        const storage = memoryStorage()
        await unifyInDisorder(storage, workspace, { events, random: seededRandom(seed) })
        const context = { ...testContext(storage), namespaces, identity, mostMoments }
        let state = beginVerification(context.now(), events.length)
        for (const digits of partsOfIds(1)) {
          const check = { state, pause: noPause, checked: new Set<never>() }
          const next = await checkPart(context, digits, {
            ...check,
            goesOn: () => Promise.resolve(true),
          })
          if (next === undefined) throw new Error('it stopped')
          state = next
        }
        expect(state.found).toEqual(nothingFound)
      }),
      { numRuns: worlds, examples: [3, 1].map((priority) => [behindClosed(priority), 0, 0]) },
    )
  })

  it('finds nothing wrong with visitors who leave, come back and are forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const those = visitors()
        await tell(those, steps, true)
        // Some of them are in the archive now; later nobody is.
        expect((await verifyAll(those.context())).found).toEqual(nothingFound)
        those.at(500 * day)
        await those.expire()
        those.at(1000 * day)
        await those.expire()
        const state = await verifyAll(those.context())
        expect(state.found).toEqual(nothingFound)
        expect(state.activities + state.forgotten).toBe(new Set(steps).size)
      }),
      { numRuns: worlds },
    )
  })
}

/**
 * An address that too many share, and that a steward says is somebody's: who looks from her does not
 * see the events that carry it.
 */
function behindClosed(priority: number): PlainWorld {
  const parse = (body: object) => namespaceDefinitionSchema.parse({ limit: null, ...body })
  return {
    events: [
      { messageId: 'm0', time: 5, logout: false, ids: ['phone:c'], alias: [] },
      {
        ...{ messageId: 'm1', time: 0, logout: false },
        ...{ ids: ['mail:b', 'app:a', 'cookie:a'], alias: ['cookie:d'] },
      },
    ],
    definitions: [
      parse({ name: 'mail', kind: 'person', priority: 1, maxFan: 2 }),
      parse({ name: 'phone', kind: 'person', priority, maxFan: null }),
      parse({ name: 'app', kind: 'device', priority: 4, maxFan: null }),
      parse({ name: 'cookie', kind: 'device', priority: 5, maxFan: null }),
    ],
    settings: {
      ...{ deviceHistory: 'timeSliced', deviceMerge: 'unambiguous', onLogout: 'ignore' },
      ...{ maxIdentifiers: null, visitGap: 30 },
    },
    facts: [{ type: 'always', a: 'mail:b', b: 'phone:c' }],
  }
}

async function verifyAll(context: Context): Promise<VerifyState> {
  const state = await verify(context, beginVerification(context.now() + 10_000, 100), {
    ...{ pause: noPause, total: 100 },
    report: () => Promise.resolve(true),
  })
  if (state === undefined) throw new Error('it stopped')
  return state
}
