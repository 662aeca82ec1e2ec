import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runScenario } from '../../../commands/scenarios/run-scenario.ts'
import { acceptEvent } from '../../../commands/scenarios/scenario-event.ts'
import { readScenarioFile, type Scenario } from '../../../commands/scenarios/scenario-file.ts'
import { scenarioWorkspace } from '../../../commands/scenarios/scenario-workspace.ts'
import { mostMoments } from '../../../shared/identity/fold-events.ts'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import { identifierKey } from '../../../shared/identity/identifier.ts'
import { noPhones } from '../../../shared/identity/phone-number.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { seededRandom } from '../../factories/random.ts'
import { sharedFolder, withoutShared } from '../../setup/shared-data.ts'
import {
  correctionsOf,
  readLive,
  unifiedEvent,
  unifyAll,
  unifyInDisorder,
  type Workspace,
} from './live-identity.ts'

const file = path.join(sharedFolder, 'scenarios', 'identity.json')
const scenarios = withoutShared ? [] : await readScenarioFile(file)

function prepared(scenario: Scenario) {
  const { rules, stewardFacts, suppressed } = scenarioWorkspace(scenario, noPhones)
  const { namespaces, settings } = rules
  const identity = { ...defaultIdentitySettings, ...settings }
  const corrections = correctionsOf(stewardFacts)
  const workspace: Workspace = { namespaces, identity, corrections, mostMoments }
  const accepted = scenario.events.map((event) =>
    acceptEvent(event, { rules, stewardFacts, suppressed }),
  )
  const events = accepted.map((event, index) => unifiedEvent(event, { blob: 'b', index }))
  return { workspace, events }
}

/** What is stored, in the notation of scenarios; every activity is on one timeline. */
async function liveOutcome(storage: MemoryStorage) {
  const { profiles, detached } = await readLive(storage, 2)
  const { nodeIdOf } = testContext(storage)
  const nameOf = ({ customerId, identifiers }: (typeof profiles)[number]['profile']): string => {
    const canonical = identifiers.find((item) => nodeIdOf(item) === customerId)
    return canonical === undefined ? '' : identifierKey(canonical)
  }
  const owners = profiles.flatMap(({ profile, timeline }) =>
    timeline.map((messageId) => [messageId, nameOf(profile)] as const),
  )
  expect(new Set(owners.map(([messageId]) => messageId)).size).toBe(owners.length)
  return {
    profiles: profiles
      .map(({ profile, members }) => ({
        name: nameOf(profile),
        members,
        known: profile.known,
        activityCount: profile.activityCount,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    owners: Object.fromEntries(owners),
    detached,
  }
}

/** The same from the pure core; whoever used a device after a logout has no row. */
function expectedOutcome(scenario: Scenario) {
  const { profiles, known, activityOwner, detached, canonical } = runScenario(scenario)
  const owned = Object.entries(activityOwner).filter(
    ([, owner]) => owner !== null && !isAfterLogout(owner),
  )
  return {
    profiles: profiles.flatMap((members, index) => {
      const name = canonical[members[0] ?? ''] ?? ''
      const activityCount = owned.filter(([, owner]) => owner === name).length
      return isAfterLogout(name) ? [] : [{ name, members, known: known[index], activityCount }]
    }),
    owners: Object.fromEntries(owned),
    detached,
  }
}

function isAfterLogout(name: string): boolean {
  return /@\d+$/.test(name)
}

describe.skipIf(withoutShared)('the scenarios, stored and looked up', () => {
  it.each(scenarios.map((scenario) => [scenario.id, scenario.title, scenario] as const))(
    '%s: %s',
    async (_id, _title, scenario) => {
      const { workspace, events } = prepared(scenario)
      const clean = memoryStorage()
      await unifyAll(clean, workspace, events)
      expect(await liveOutcome(clean)).toEqual(expectedOutcome(scenario))
      // Large ones take a while.
      for (const seed of events.length > 20 ? [1] : [1, 2, 3]) {
        const storage = memoryStorage()
        // On one device with hundreds of people workers would mostly wait for each other.
        const workers = events.length > 100 ? 1 : 3
        await unifyInDisorder(storage, workspace, { events, random: seededRandom(seed), workers })
        expect(canonicalState(storage), `in disorder with seed ${seed}`).toBe(canonicalState(clean))
        expect(unfinished(storage)).toEqual([])
      }
    },
  )
})
