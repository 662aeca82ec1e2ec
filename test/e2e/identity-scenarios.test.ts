import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenarioFile, type Scenario } from '../../commands/scenarios/scenario-file.ts'
import { groupBy } from '../../shared/platform/collections/group-by.ts'
import { sharedFolder, withoutShared } from '../setup/shared-data.ts'
import { settled } from './chaos.ts'
import { jobEnd } from './jobs.ts'
import { collect, keys, startRuntime, type Runtime } from './runtime.ts'
import {
  callsOf,
  expectedOutcome,
  namespacesOf,
  readOutcome,
  settingsOf,
} from './scenario-over-http.ts'

/** What others document about their products, and cases of ours. */
const chosen = [
  ...['A-02', 'A-04', 'A-06', 'A-19', 'A-28', 'A-29a', 'A-32'], // Adobe
  ...['S-03', 'S-05', 'S-07', 'S-17'], // Segment
  ...['P-01', 'P-03a', 'P-13'], // PostHog
  ...['M-03', 'M-06', 'M-10'], // mParticle
  ...['W-01', 'W-03', 'W-04'], // Snowplow
  ...['D-03', 'D-05'], // Customer Insights
  ...['A-29-ours', 'O-01', 'O-10', 'O-17', 'O-25', 'O-36', 'O-60'], // ours
]

const file = path.join(sharedFolder, 'scenarios', 'identity.json')
const all = withoutShared ? [] : await readScenarioFile(file)
const scenarios = all.filter(({ id }) => chosen.includes(id))
const versions = [...groupBy(scenarios, (scenario) => JSON.stringify(settingsOf(scenario)))]

describe.skipIf(withoutShared)('scenarios of identity over HTTP', () => {
  let runtime: Runtime

  const manage = async (address: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${runtime.url}/v1/instances/default/manage/${address}`, {
      ...{ method: 'PUT', headers: keys.admin, body: JSON.stringify(body) },
    })
    const answer = (await response.json()) as Record<string, unknown>
    expect(response.ok, JSON.stringify(answer)).toBe(true)
    return answer
  }

  beforeAll(async () => {
    runtime = await startRuntime()
    const definitions = new Map(
      scenarios.flatMap(namespacesOf).map((definition) => [definition.name, definition]),
    )
    for (const [name, definition] of definitions) {
      expect(await manage(`namespaces/${name}`, definition)).not.toHaveProperty('applies')
    }
  }, 120_000)
  afterAll(() => runtime.dispose())

  it('are at least twenty, and all there', () => {
    expect(scenarios.map(({ id }) => id).sort()).toEqual([...chosen].sort())
    expect(chosen.length).toBeGreaterThanOrEqual(20)
  })

  describe.each(versions)('under the settings %s', (settings, group) => {
    beforeAll(async () => {
      const { applies } = await manage('identity', JSON.parse(settings))
      const { jobId } = applies as { jobId: string }
      expect(await jobEnd(runtime.url, jobId)).toMatchObject({ status: 'succeeded' })
      await Promise.all(group.map(send))
      await settled(runtime.url)
    })

    /** One request for each event, in the order of the scenario. */
    const send = async (scenario: Scenario): Promise<void> => {
      for (const call of callsOf(scenario)) {
        expect(await collect(runtime.url, 'batch', { batch: [call] })).toMatchObject({
          ...{ status: 200, body: { success: true, accepted: 1 } },
        })
      }
    }

    it.each(group.map((scenario) => [scenario.id, scenario.title, scenario] as const))(
      '%s: %s',
      async (_id, _title, scenario) => {
        expect(await readOutcome(runtime.url, scenario)).toEqual(expectedOutcome(scenario))
      },
    )
  })
})
