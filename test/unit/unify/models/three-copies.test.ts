import { describe, it } from 'vitest'
import { expectFailure, expectSafe } from './expectations.ts'
import type { Failing } from './expectations.ts'
import { copiesAtOneHome, copyLeaves, thereAndBack, threeCopies, withCrashes } from './scenarios.ts'

// The other orders with a crash of each worker take minutes: `three-copies.long.ts`.
describe('two workers, three copies of a message', () => {
  it('the second copy wins, a crash of each', () => expectSafe(threeCopies(2, 1, 3)))
  it('each copy beats the one before', () => expectSafe(withCrashes(threeCopies(3, 2, 1), 0, 0)))
  it.each([
    [1, 0],
    [0, 1],
  ])('the first copy wins, %i and %i crashes', (first, second) => {
    expectSafe(withCrashes(threeCopies(1, 2, 3), first, second))
  })
  it('the third copy wins', () => expectSafe(withCrashes(threeCopies(2, 3, 1), 0, 0)))
  it('the second copy beats both, a crash of the first worker', () => {
    expectSafe(withCrashes(threeCopies(3, 1, 2), 1, 0))
  })
  it('a copy comes back to the home of another', () => {
    expectSafe(withCrashes(copiesAtOneHome(3, 2, 1), 0, 0))
  })
  it('a copy is replaced by one that goes back, a crash of its worker', () => {
    expectSafe(thereAndBack)
  })
})

describe('a better copy takes an event away from a home that another worker is at', () => {
  it.each([
    [1, 0],
    [0, 1],
  ])('%i and %i crashes', (first, second) => expectSafe(withCrashes(copyLeaves, first, second)))
})

const failing: Failing[] = [
  [
    'home row read after the messages row',
    withCrashes(threeCopies(1, 2, 3), 0, 0),
    'node b has [m/2], not []',
    'the losing copy is applied by an ETag newer than its removal',
  ],
  [
    'nothing there, no version raised',
    withCrashes(threeCopies(1, 2, 3), 0, 0),
    'node b has [m/2], not []',
    'the losing copy is applied after its removal',
  ],
  [
    'applied copy goes straight to materialising',
    withCrashes(threeCopies(1, 2, 3), 1, 0),
    'node b has [m/2], not []',
    'after a crash the replaced copy stays where it was',
  ],
  [
    'replaced copies not read',
    withCrashes(threeCopies(2, 3, 1), 0, 0),
    'row a is',
    'nobody materialises what the replaced copy leaves',
  ],
  [
    'replaced copy stops at once',
    withCrashes(threeCopies(2, 1, 3), 1, 0),
    'row a is',
    'its worker wrote a row late, crashed, and calls itself a duplicate',
  ],
  [
    'replaced copy reads only itself',
    thereAndBack,
    'row a is',
    'the row it wrote late belongs to the copy that it had replaced',
  ],
  [
    'copy taken out leaves no hints',
    withCrashes(copyLeaves, 0, 0),
    'row e is',
    'a worker wrote a row late, and no longer finds the way to it',
  ],
  [
    'previous cleared without ETag',
    withCrashes(threeCopies(3, 1, 2), 0, 1),
    'row c is',
    'the list of a better copy is cleared before it is worked off',
  ],
]

describe('simpler protocols fail when copies are replaced', () => {
  for (const [simplification, scenario, found, story] of failing) {
    it(`${simplification}: ${story}`, () => expectFailure(simplification, scenario, found))
  }
})
