import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import { survivingAttributes } from '../../../shared/profiles/survivorship.ts'
import { materialise } from '../../../shared/unify/materialise.ts'
import type { UnifiedEvent } from '../../../shared/unify/unified-event.ts'
import { canonicalState } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import type { attributeRules } from '../../factories/attributes.ts'
import { someRules } from '../../factories/attributes.ts'
import { seededRandom } from '../../factories/random.ts'
import type { PlainWorld } from '../identity/naive-identity.ts'
import { busyDevices, keysOf, world } from '../identity/random-world.ts'
import { resolved } from '../identity/resolved.ts'
import {
  readLive,
  unifiedEvent,
  unifyAll,
  unifyInDisorder,
  type Workspace,
} from './live-identity.ts'

/** Corrections are tried elsewhere. */
const live = fc.oneof(world, busyDevices).map((given): PlainWorld => ({ ...given, facts: [] }))
/** Histories that are folded early, so that timelines must be read; and ones that never are. */
const bound = fc.constantFrom(0, 2, 2000)

const values = [null, null, 1, 'x', { x: 1 }, { x: 1, y: 2 }]

/** Each event tells up to two attributes, from one of three sources. */
function telling(event: UnifiedEvent, random: () => number): UnifiedEvent {
  const any = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const names = ['a', 'b', 'c'].filter(() => random() < 0.6)
  const traits = new Map(names.map((name) => [name, any<unknown>(values)]))
  return { ...event, source: any(['web', 'crm', 'app']) ?? 'web', traits }
}

function prepared(given: PlainWorld, mostMoments: number, random: () => number) {
  const { rules, events, kept, resolution } = resolved(given)
  const workspace: Workspace = {
    namespaces: rules.namespaces,
    identity: { ...defaultIdentitySettings, ...rules.settings },
    corrections: [],
    mostMoments,
  }
  const told = events.map((event, index) =>
    telling(unifiedEvent(event, { blob: 'b', index }), random),
  )
  const winning = new Set(kept.map(({ messageId }) => messageId))
  const owned = told.filter(({ messageId }) => winning.has(messageId))
  return { workspace, events: told, owned, resolution }
}

type Rules = ReturnType<typeof attributeRules>

/** What each profile must show, from the events that it owns. */
function expectedAttributes({ owned, resolution }: ReturnType<typeof prepared>, rules: Rules) {
  return resolution.profiles
    .filter(({ cluster }) => cluster !== undefined)
    .map((profile) => {
      const facts = owned
        .filter((event) => resolution.profileOf(event) === profile)
        .flatMap(({ traits, time, source, messageId }) =>
          [...traits].map(([name, value]) => ({ name, value, time, source, messageId })),
        )
      return {
        members: keysOf(profile.cluster?.members ?? []),
        attributes: survivingAttributes(facts, rules),
      }
    })
    .sort((a, b) => (a.members < b.members ? -1 : 1))
}

async function storedAttributes(storage: MemoryStorage) {
  const { profiles } = await readLive(storage, 10)
  return profiles
    .map(({ profile, members }) => ({
      members: members.join(' '),
      attributes: profile.attributes,
    }))
    .sort((a, b) => (a.members < b.members ? -1 : 1))
}

it('attributes are what stays of the facts that a profile owns, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(live, bound, someRules, fc.integer(), async (given, most, rules, seed) => {
      const random = seededRandom(seed)
      const plan = prepared(given, most, random)
      const workspace = { ...plan.workspace, attributeRules: rules }
      const clean = memoryStorage()
      await unifyAll(clean, workspace, plan.events)
      expect(await storedAttributes(clean)).toEqual(expectedAttributes(plan, rules))
      const storage = memoryStorage()
      await unifyInDisorder(storage, workspace, { events: plan.events, random })
      expect(canonicalState(storage)).toBe(canonicalState(clean))
    }),
    { numRuns: 20 },
  )
})

it('attributes follow new definitions, without a replay', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ given: live, most: bound, seed: fc.integer(), isPart: fc.boolean() }),
      someRules,
      someRules,
      async ({ given, most, seed, isPart }, before, after) => {
        const random = seededRandom(seed)
        const plan = prepared(given, most, random)
        const storage = memoryStorage()
        const half = isPart ? Math.floor(plan.events.length / 2) : plan.events.length
        const workspace = { ...plan.workspace, attributeRules: before }
        await unifyInDisorder(storage, workspace, { events: plan.events.slice(0, half), random })
        const later = { ...plan.workspace, attributeRules: after }
        await unifyInDisorder(storage, later, { events: plan.events.slice(half), random })
        const context = { ...testContext(storage), ...later }
        for (const { identifiers, previous } of plan.events) {
          await materialise(context, [...identifiers, ...previous], { known: new Map() })
        }
        expect(await storedAttributes(storage)).toEqual(expectedAttributes(plan, after))
      },
    ),
    { numRuns: 20 },
  )
})
