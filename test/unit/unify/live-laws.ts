import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import { identifierKey, uniqueIdentifiers } from '../../../shared/identity/identifier.ts'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { seededRandom } from '../../factories/random.ts'
import type { PlainWorld } from '../identity/naive-identity.ts'
import { busyDevices, keysOf, world } from '../identity/random-world.ts'
import { resolved } from '../identity/resolved.ts'
import {
  correctionsOf,
  readLive,
  unifiedEvent,
  unifyAll,
  unifyInDisorder,
  type Workspace,
} from './live-identity.ts'

const live = fc.oneof(world, busyDevices)
/** Histories that are folded early, so that timelines must be read; and ones that never are. */
const bound = fc.constantFrom(0, 2, 5, 2000)

function prepared(given: PlainWorld, mostMoments: number) {
  const core = resolved(given)
  const { namespaces, settings } = core.rules
  const workspace: Workspace = {
    namespaces,
    identity: { ...defaultIdentitySettings, ...settings },
    corrections: correctionsOf(given.facts),
    mostMoments,
  }
  const events = core.events.map((event, index) => unifiedEvent(event, { blob: 'b', index }))
  return { core, workspace, events }
}

/** Members, owned messages and attributes of each profile, from the events and their owners. */
function expectedProfiles({ core: { resolution, kept } }: ReturnType<typeof prepared>) {
  return resolution.profiles
    .filter(({ cluster }) => cluster !== undefined)
    .map((profile) => {
      const own = kept.filter((event) => resolution.profileOf(event) === profile)
      const inOrder = [...own].sort(
        (a, b) => a.time - b.time || (a.messageId < b.messageId ? -1 : 1),
      )
      return {
        members: keysOf(profile.cluster?.members ?? []),
        known: profile.known,
        activityCount: profile.activityCount,
        firstSeen: profile.firstSeen,
        lastSeen: profile.lastSeen,
        last: inOrder.at(-1)?.messageId,
        attributes: own.length + 1,
        messages: own.map(({ messageId }) => messageId).sort(),
      }
    })
    .sort((a, b) => (a.members < b.members ? -1 : 1))
}

async function storedProfiles(storage: ReturnType<typeof memoryStorage>, pageSize: number) {
  const { profiles } = await readLive(storage, pageSize)
  return profiles
    .map(({ profile, members, timeline }) => ({
      members: members.join(' '),
      known: profile.known,
      activityCount: profile.activityCount,
      firstSeen: profile.firstSeen,
      lastSeen: profile.lastSeen,
      last: profile.attributes.find(({ name }) => name === 'last')?.value,
      attributes: profile.attributes.length,
      messages: [...timeline].sort(),
    }))
    .sort((a, b) => (a.members < b.members ? -1 : 1))
}

/** Whatever an identifier's id was handed out for, it finds a profile that is there. */
async function expectIdsLead(
  storage: ReturnType<typeof memoryStorage>,
  { core: { resolution, rules, kept } }: ReturnType<typeof prepared>,
): Promise<void> {
  // The visitor after a logout has no row; what too many share leads nowhere.
  if (rules.settings.onLogout === 'newAnonymous') return
  const shared = new Set(resolution.quarantined.map(identifierKey))
  const context = testContext(storage)
  for (const identifier of uniqueIdentifiers(kept.flatMap(({ identifiers }) => identifiers))) {
    if (shared.has(identifierKey(identifier))) continue
    const value = context.nodeIdOf(identifier)
    const found = await findProfile(context, { namespace: 'customerId', value })
    expect(found.profile.activityCount).toBeGreaterThan(0)
  }
}

/** What must hold of profiles as stored, tried with so many random worlds. */
export function liveLawsSuite(worlds: number): void {
  it('are what identity resolution says: members, activities once each, attributes', async () => {
    await fc.assert(
      fc.asyncProperty(live, bound, fc.integer({ min: 1, max: 4 }), async (given, most, page) => {
        const plan = prepared(given, most)
        const storage = memoryStorage()
        await unifyAll(storage, plan.workspace, plan.events)
        expect(await storedProfiles(storage, page)).toEqual(expectedProfiles(plan))
        await expectIdsLead(storage, plan)
      }),
      { numRuns: worlds },
    )
  })

  it('are the same in any order, cut in any way, by several workers', async () => {
    await fc.assert(
      fc.asyncProperty(live, bound, fc.integer(), async (given, most, seed) => {
        const plan = prepared(given, most)
        const clean = memoryStorage()
        await unifyAll(clean, plan.workspace, plan.events)
        const storage = memoryStorage()
        const random = seededRandom(seed)
        await unifyInDisorder(storage, plan.workspace, { events: plan.events, random })
        expect(await storedProfiles(storage, 3)).toEqual(expectedProfiles(plan))
        expect(canonicalState(storage)).toBe(canonicalState(clean))
        expect(unfinished(storage)).toEqual([])
      }),
      { numRuns: worlds },
    )
  })
}
