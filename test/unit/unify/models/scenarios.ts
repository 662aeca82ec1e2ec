import type { Fact } from './facts.ts'
import type { FactId, Id } from './storage.ts'
import type { Scenario } from './worker.ts'

/** A copy of a message; the first identifiers read are the first ones here. */
function aCopy(
  receivedAt: number,
  home: Id,
  ids: readonly Id[],
  t = receivedAt,
): Omit<Fact, 'message'> {
  return { receivedAt, t, home, ids }
}

/** Facts by id: `m/2` is a copy of message `m`. */
function facts(copies: Readonly<Record<FactId, Omit<Fact, 'message'>>>): Record<FactId, Fact> {
  const entries = Object.entries(copies)
  return Object.fromEntries(
    entries.map(([id, copy]) => [id, { ...copy, message: id.replace(/\/.*/, '') }]),
  )
}

/** Two events of one device. */
export const oneDevice: Scenario = {
  facts: facts({ 'm/1': aCopy(1, 'a', ['a']), 'n/1': aCopy(2, 'a', ['a']) }),
  workers: [['m/1'], ['n/1']],
  crashes: [1, 1],
  reader: 'strict',
}

/** Two devices of one person: hints of two homes at `u`. */
export const twoDevices: Scenario = {
  facts: facts({ 'm/1': aCopy(1, 'a', ['a', 'u']), 'n/1': aCopy(2, 'b', ['b', 'u']) }),
  workers: [['m/1'], ['n/1']],
  crashes: [1, 1],
  reader: 'strict',
}

/** Two homes with hints at `e`, and with `u` everyone gets another CustomerId. */
export const strongerPerson: Scenario = {
  facts: facts({ 'm/1': aCopy(1, 'a', ['e', 'a']), 'n/1': aCopy(2, 'u', ['u', 'e']) }),
  workers: [['m/1'], ['n/1']],
  crashes: [1, 1],
  reader: 'patient',
}

/** The same, where `a` has a companion `r` already, which is read after the other home. */
export const companion: Scenario = {
  facts: facts({
    'k/1': aCopy(3, 'a', ['a', 'r']),
    'm/1': aCopy(1, 'a', ['e', 'a']),
    'n/1': aCopy(2, 'u', ['u', 'e']),
  }),
  before: ['k/1'],
  workers: [['m/1'], ['n/1']],
  crashes: [1, 0],
  reader: 'patient',
}

/** Three copies of one message with three homes; one worker has two of them. `received` is their receivedAt. */
export function threeCopies(...received: readonly [number, number, number]): Scenario {
  return {
    facts: facts({
      'm/1': aCopy(received[0], 'a', ['a', 'u']),
      'm/2': aCopy(received[1], 'b', ['b', 'u']),
      'm/3': aCopy(received[2], 'c', ['c']),
    }),
    workers: [['m/1', 'm/3'], ['m/2']],
    crashes: [1, 1],
    reader: 'patient',
  }
}

/** The same with the first home for the third copy. */
export function copiesAtOneHome(...received: readonly [number, number, number]): Scenario {
  const other = threeCopies(...received)
  return {
    ...other,
    facts: { ...other.facts, ...facts({ 'm/3': aCopy(received[2], 'a', ['a']) }) },
  }
}

/** A copy is replaced by one that goes back to where the copy before it was. */
export const thereAndBack: Scenario = {
  facts: facts({
    'm/1': aCopy(3, 'a', ['a', 'u']),
    'm/2': aCopy(2, 'c', ['c']),
    'm/3': aCopy(1, 'a', ['a', 'u']),
  }),
  before: ['m/1'],
  workers: [['m/2'], ['m/3']],
  crashes: [1, 0],
  reader: 'patient',
}

/** A better copy takes `m` away from `a`, which `e` hung on, while another worker applies an event at `a`. */
export const copyLeaves: Scenario = {
  facts: facts({
    'm/1': aCopy(2, 'a', ['a', 'e']),
    'm/2': aCopy(1, 'b', ['b']),
    'n/1': aCopy(3, 'a', ['a', 'x']),
  }),
  before: ['m/1'],
  workers: [['n/1'], ['m/2']],
  crashes: [1, 0],
  reader: 'patient',
}

/** A third worker brings another device of the stronger person. */
export const threeWorkers: Scenario = {
  facts: { ...strongerPerson.facts, ...facts({ 'o/1': aCopy(3, 'b', ['b', 'u']) }) },
  workers: [['m/1'], ['n/1'], ['o/1']],
  crashes: [0, 0, 0],
  reader: 'patient',
}

/** Three copies, each with a worker of its own. */
export function eachItsWorker(scenario: Scenario): Scenario {
  return { ...scenario, workers: [['m/1'], ['m/2'], ['m/3']], crashes: [0, 0, 0] }
}

export function withCrashes(scenario: Scenario, ...crashes: readonly number[]): Scenario {
  return { ...scenario, crashes }
}
