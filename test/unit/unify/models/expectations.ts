import { expect } from 'vitest'
import { exploreAll, findViolation } from './explore.ts'
import type { Simplification } from './protocol.ts'
import { machineOf } from './worker.ts'
import type { Scenario } from './worker.ts'

/** Steps of the longest run that is still taken for bounded; a worker alone needs about 40. */
const MAX_STEPS = 250

/** No reachable state is in violation, no run goes in a circle, and retries end. */
export function expectSafe(scenario: Scenario): void {
  const { violation, states, finals, longest } = exploreAll(machineOf(scenario))
  const trace = violation === undefined ? undefined : findViolation(machineOf(scenario))?.trace
  expect({ violation, trace }).toEqual({ violation: undefined, trace: undefined })
  expect(states).toBeGreaterThan(1000)
  expect(finals).toBeGreaterThan(1)
  expect(longest).toBeLessThan(MAX_STEPS)
}

/** One row of a table: a protocol that is simpler, where it fails, how, and what happens. */
export type Failing = readonly [Simplification, Scenario, found: string, story: string]

export function expectFailure(
  simplification: Simplification,
  scenario: Scenario,
  found: string,
): void {
  const counterexample = findViolation(machineOf(scenario, simplification))
  expect(counterexample?.violation).toContain(found)
}
