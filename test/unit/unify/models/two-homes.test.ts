import { describe, it } from 'vitest'
import { expectFailure, expectSafe } from './expectations.ts'
import type { Failing } from './expectations.ts'
import { companion, oneDevice, strongerPerson, twoDevices, withCrashes } from './scenarios.ts'

describe('two workers, two homes and hints', () => {
  it('two events of one device, a crash of each', () => expectSafe(oneDevice))
  it('two devices of one person, a crash of each', () => expectSafe(twoDevices))
  it('a stronger person appears, a crash of each', () => expectSafe(strongerPerson))
  it('a companion is read after the other home, a crash of the first', () => expectSafe(companion))
})

const failing: Failing[] = [
  [
    'hint without a raised version',
    withCrashes(strongerPerson, 1, 0),
    'row a is',
    'a worker that read before the hint validates, and leaves its stub',
  ],
  [
    'hint after the home transaction',
    withCrashes(twoDevices, 1, 0),
    'u has no hint of a',
    'after a crash in between the applied copy goes on without',
  ],
  [
    // The re-validation repairs it: the end is right, but a reader has seen it.
    'profile row read after the facts',
    withCrashes(oneDevice, 0, 0),
    'profile a went back',
    'an event with a receipt vanishes from its profile for a while',
  ],
  [
    'absent homes not noted',
    withCrashes(companion, 0, 0),
    'row r is',
    'the hint was seen, its home came later, and nobody looks again',
  ],
  [
    'version read after the facts',
    withCrashes(strongerPerson, 1, 0),
    'row a is',
    'old facts under a new version validate',
  ],
  [
    'no re-validation',
    withCrashes(strongerPerson, 1, 0),
    'row a is',
    'a row whose own facts did not change is written from those of another that did',
  ],
  [
    'stubs before profiles',
    withCrashes(twoDevices, 0, 0),
    'stub a leads to u, which has no row',
    'a reader follows the stub too early',
  ],
  [
    'former profiles not last',
    withCrashes(companion, 0, 0),
    'leads on after 2 stubs',
    'stubs still point to the row that ceased, in a chain',
  ],
  [
    'profiles written without ETag',
    withCrashes(strongerPerson, 0, 0),
    'never published',
    'what the other worker owed is overwritten',
  ],
  [
    'found debts overwritten',
    withCrashes(twoDevices, 0, 0),
    'member row u is stale',
    'the list of the row found is lost, and its owner can no longer clear it',
  ],
  [
    'only written rows settled',
    withCrashes(twoDevices, 1, 0),
    'member row u is stale',
    'after a crash between writing and settling the row differs no more',
  ],
  [
    'debts cleared without ETag',
    withCrashes(strongerPerson, 0, 1),
    'member row e is stale',
    'the list of a newer version is cleared with the old one',
  ],
  [
    'exit deletes the member row',
    withCrashes(strongerPerson, 0, 0),
    'member row e is stale',
    'a late settler of the entry finds no newer version',
  ],
  [
    'older version overwrites the member row',
    withCrashes(strongerPerson, 0, 0),
    'member row e is stale',
    'a late settler of the entry undoes the exit',
  ],
  [
    'count in its own transaction',
    withCrashes(twoDevices, 0, 0),
    'count 0 of 1 members',
    'the count differs from its rows, and after a crash for good',
  ],
]

describe('simpler protocols fail with two homes', () => {
  for (const [simplification, scenario, found, story] of failing) {
    it(`${simplification}: ${story}`, () => expectFailure(simplification, scenario, found))
  }
})
