import { describe, expect, it } from 'vitest'
import { expectClosingSafe } from './closing-expectations.ts'
import type { Simplification } from './closing-protocol.ts'
import {
  allowsAll,
  allowsMore,
  bothTooMany,
  dies,
  excludes,
  excludesLater,
  excludesMore,
  excludesTwo,
  wereAllowed,
  writesLate,
} from './closing-scenarios.ts'
import { closingMachine, type Scenario } from './closing-worker.ts'
import { findViolation } from './explore.ts'

// More crashes take longer: `closing.long.ts`.
const safe: Readonly<Record<string, Scenario>> = {
  'a row is written late, and its writer dies': writesLate,
  'a row is written late, and who closes dies': dies(writesLate, 0, 1),
  'two are too many at once, and one dies': bothTooMany,
  'more are allowed while one comes': allowsMore,
  'all are allowed while one comes': allowsAll,
  'something happens once all are allowed, and both die': wereAllowed,
  'a link goes while one comes who dies': dies(excludes, 1, 0),
  'a link goes, said by one who dies': dies(excludes, 0, 1),
  'a link goes while something happens, and both die': dies(excludesLater, 1, 1),
  'a link goes while one more comes': excludesMore,
  'two links go, and one who says so dies': excludesTwo,
}

describe('two workers at an identifier that is closed or opened', () => {
  it.each(Object.entries(safe))('%s', (_name, scenario) => expectClosingSafe(scenario))
})

const failing: readonly (readonly [Simplification, Scenario, found: string, story: string])[] = [
  ['closed whatever the node is by now', bothTooMany, 'row u4 is', 'an event is overwritten'],
  ['closed without validating rows', writesLate, 'row', 'rows rest on what is no more'],
  [
    'what was closed since is not read through',
    writesLate,
    'row u2 is',
    'a row is never found again',
  ],
  ['no hints of what was read together', writesLate, 'row u2 is', 'nobody knows the way to it'],
  [
    'hints of what was read together after the mark',
    dies(writesLate, 1, 1),
    'k has no hint',
    'the way is lost with who closes',
  ],
  [
    'what was read before is not read again',
    dies(writesLate, 0, 0),
    'row u2 is',
    'the writer sees the mark, and not his row',
  ],
  [
    'hint row without a second look at the node',
    excludesMore,
    'row',
    'who opens does not hear of it',
  ],
  [
    'rows of an opened node are not read',
    wereAllowed,
    'row',
    'who came while it was closed is missed',
  ],
  [
    'an open node is not touched by who would open it',
    excludes,
    'k stays closed',
    'it is closed just then',
  ],
  ['a link that goes opens nothing', excludesLater, 'k stays closed', 'nobody else counts again'],
  ['a mark holds whatever the rules', allowsAll, 'k stays closed', 'more are allowed'],
]

describe('simpler protocols fail', () => {
  for (const [simplification, scenario, found, story] of failing) {
    it(`${simplification}: ${story}`, () => {
      const counterexample = findViolation(closingMachine(scenario, simplification))
      expect(counterexample?.violation).toContain(found)
    })
  }
})
