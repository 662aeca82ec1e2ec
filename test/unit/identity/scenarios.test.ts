import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkScenario } from '../../../commands/scenarios/check-scenario.ts'
import { runScenario } from '../../../commands/scenarios/run-scenario.ts'
import { readScenarioFile, type Scenario } from '../../../commands/scenarios/scenario-file.ts'
import { seededRandom, shuffled } from '../../factories/random.ts'
import { sharedFolder, withoutShared } from '../../setup/shared-data.ts'

const file = path.join(sharedFolder, 'scenarios', 'identity.json')
const scenarios = withoutShared ? [] : await readScenarioFile(file)

const problemsOf = (scenario: Scenario): string[] =>
  checkScenario(runScenario(scenario), scenario.expect)

describe.skipIf(withoutShared)('what other systems document, and our own cases', () => {
  it('are 107', () => {
    expect(scenarios).toHaveLength(107)
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(107)
  })

  it.each(scenarios.map((scenario) => [scenario.id, scenario.title, scenario] as const))(
    '%s: %s',
    (_id, _title, scenario) => {
      expect(problemsOf(scenario)).toEqual([])
      for (const seed of [1, 2, 3]) {
        const random = seededRandom(seed)
        const { events } = scenario
        const repeated = [...events, ...events.filter(() => random() < 0.5)]
        const rearranged = { ...scenario, events: shuffled(repeated, random) }
        expect(problemsOf(rearranged), `shuffled and repeated with seed ${seed}`).toEqual([])
      }
    },
  )
})
