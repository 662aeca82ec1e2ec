import { describe, it } from 'vitest'
import { expectSafe } from './expectations.ts'
import {
  copiesAtOneHome,
  copyLeaves,
  eachItsWorker,
  threeCopies,
  thereAndBack,
  threeWorkers,
  withCrashes,
} from './scenarios.ts'

const orders = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
] as const

describe('two workers, three copies of a message, a crash of each', () => {
  it.each(orders)('received at %i, %i, %i', (...received) => expectSafe(threeCopies(...received)))
  it.each(orders)('two of one home, received at %i, %i, %i', (...received) => {
    expectSafe(copiesAtOneHome(...received))
  })
  it('there and back', () => expectSafe(withCrashes(thereAndBack, 1, 1)))
  it('while another event is applied at the home', () => expectSafe(withCrashes(copyLeaves, 1, 1)))
})

describe('three workers without a crash', () => {
  it('two homes, a stronger person and one more device', () => expectSafe(threeWorkers))
  it('a copy each', () => expectSafe(eachItsWorker(threeCopies(1, 2, 3))))
})
