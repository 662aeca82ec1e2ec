import { isDeepStrictEqual } from 'node:util'
import type { ScenarioOutcome } from './run-scenario.ts'
import type { Expectation } from './scenario-file.ts'

/** What differs from what a scenario expects, a sentence each; none when it passes. */
export function checkScenario(outcome: ScenarioOutcome, expected: Expectation): string[] {
  return [
    ...checkProfiles(outcome, expected),
    ...checkOwners(outcome, expected),
    ...exactly('detached', outcome.detached, expected.detached),
    ...exactly('rejectedEvents', outcome.rejectedEvents, expected.rejectedEvents),
    ...within('rejectedIdentifiers', outcome.rejectedIdentifiers, expected.rejectedIdentifiers),
    ...within('refusedLinks', outcome.refusedLinks.map(pair), expected.refusedLinks?.map(pair)),
    ...entries('canonical', outcome.canonical, expected.canonical),
    ...entries('eventPrimary', outcome.eventPrimary, expected.eventPrimary),
    ...checkCount(outcome, expected),
  ]
}

/** Profiles in any order, each with its `known`. */
function checkProfiles(outcome: ScenarioOutcome, { profiles, known }: Expectation): string[] {
  if (profiles === undefined) return []
  const describe = (list: readonly (readonly string[])[], marks?: readonly boolean[]): string[] =>
    list.map((members, index) => {
      const mark = known === undefined ? '' : ` known: ${String(marks?.[index])}`
      return `{ ${[...members].sort().join(' ')} }${mark}`
    })
  return exactly('profiles', describe(outcome.profiles, outcome.known), describe(profiles, known))
}

function checkCount(outcome: ScenarioOutcome, { activities }: Expectation): string[] {
  const isSame = activities === undefined || activities === outcome.activities
  return isSame ? [] : [`activities: ${outcome.activities}, not ${activities}`]
}

/** An owner is named by any identifier of hers. */
function checkOwners(outcome: ScenarioOutcome, { activityOwner }: Expectation): string[] {
  return Object.entries(activityOwner ?? {}).flatMap(([messageId, expected]) => {
    const owner = outcome.activityOwner[messageId]
    const canonical = expected === null ? null : outcome.canonical[expected]
    const isSame = owner !== undefined && owner === canonical
    return isSame ? [] : [`owner of ${messageId}: ${String(owner)}, not ${String(expected)}`]
  })
}

function exactly(name: string, found: readonly string[], expected?: readonly string[]): string[] {
  if (expected === undefined) return []
  const extra = found.filter((item) => !expected.includes(item))
  const isDouble = found.length !== expected.length && extra.length === 0
  return [
    ...within(name, found, expected),
    ...extra.map((item) => `${name}: ${item} is not expected`),
    ...(isDouble && expected.every((item) => found.includes(item))
      ? [`${name}: ${found.length}, not ${expected.length}`]
      : []),
  ]
}

function within(name: string, found: readonly string[], expected?: readonly string[]): string[] {
  return (expected ?? [])
    .filter((item) => !found.includes(item))
    .map((item) => `${name}: ${item} is missing`)
}

function entries(
  name: string,
  found: Readonly<Record<string, unknown>>,
  expected?: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(expected ?? {})
    .filter(([key, value]) => !isDeepStrictEqual(found[key], value))
    .map(([key, value]) => `${name} of ${key}: ${String(found[key])}, not ${String(value)}`)
}

function pair([a, b]: readonly [string, string]): string {
  return [a, b].sort().join(' - ')
}
