import { expect } from 'vitest'
import { closingMachine, type Scenario } from './closing-worker.ts'
import { exploreAll, findViolation } from './explore.ts'

/** No reachable end is wrong, and no run goes in a circle. */
export function expectClosingSafe(scenario: Scenario): void {
  const { violation, states, finals } = exploreAll(closingMachine(scenario))
  const trace = violation === undefined ? undefined : findViolation(closingMachine(scenario))?.trace
  expect({ violation, trace }).toEqual({ violation: undefined, trace: undefined })
  expect(states).toBeGreaterThan(1000)
  expect(finals).toBeGreaterThan(1)
}
