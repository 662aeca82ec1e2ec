import type { Job } from './closing-protocol.ts'
import type { Events } from './closing-rules.ts'
import type { Scenario } from './closing-worker.ts'

const event = (name: string): Job => ({ kind: 'event', name })
const allow = (maxFan: number): Job => ({ kind: 'rules', maxFan })
const eventsOf = (...names: readonly string[]): Events =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))

/** Logins of people at `k`, one of them with a device of his own, and what nobody signed. */
const all: Events = {
  one: { ids: ['k', 'u1'], t: 1 },
  two: { ids: ['d', 'k', 'u2'], t: 2 },
  later: { ids: ['k'], t: 3 },
  three: { ids: ['k', 'u3'], t: 4 },
  four: { ids: ['k', 'u4'], t: 5 },
}

/** One more login is too many, while somebody gives the last one what nobody signed. */
export const writesLate: Scenario = {
  events: eventsOf('two', 'later', 'three'),
  maxFan: 1,
  before: [event('two')],
  jobs: [event('later'), event('three')],
  crashes: [1, 0],
}
export const dies = (scenario: Scenario, ...crashes: readonly number[]): Scenario => {
  return { ...scenario, crashes }
}
/** Two logins, each of which is one too many. */
export const bothTooMany: Scenario = {
  events: eventsOf('one', 'three', 'four'),
  maxFan: 1,
  before: [event('one')],
  jobs: [event('three'), event('four')],
  crashes: [1, 0],
}
/** One is allowed, where one was too many, while another one comes. */
export const allowsMore: Scenario = {
  events: eventsOf('one', 'later', 'four'),
  maxFan: 0,
  before: [event('one'), event('later')],
  jobs: [allow(1), event('four')],
  crashes: [0, 0],
}
/** Two are allowed, so that whoever comes is one too many no more. */
export const allowsAll: Scenario = {
  events: eventsOf('one', 'four'),
  maxFan: 0,
  before: [event('one')],
  jobs: [allow(2), event('four')],
  crashes: [0, 0],
}
/** Who came while it was closed is allowed by now; then something happens. */
export const wereAllowed: Scenario = {
  events: eventsOf('one', 'three', 'later', 'four'),
  maxFan: 1,
  before: [event('one'), event('three'), event('four'), allow(3)],
  jobs: [event('later'), event('later')],
  crashes: [1, 1],
}
/** A steward takes a link away, while a login makes it one too many. */
export const excludes: Scenario = {
  events: eventsOf('one', 'three'),
  maxFan: 1,
  before: [event('one')],
  jobs: [event('three'), { kind: 'exclude', person: 'u1' }],
  crashes: [0, 0],
}
/** The same where the login has made it so already. */
export const excludesLater: Scenario = {
  events: eventsOf('one', 'three', 'later'),
  maxFan: 1,
  before: [event('one'), event('three')],
  jobs: [event('later'), { kind: 'exclude', person: 'u1' }],
  crashes: [0, 0],
}
/** A steward takes a link away, so that all others are few enough, while one more comes. */
export const excludesMore: Scenario = {
  events: eventsOf('one', 'three', 'later', 'four'),
  maxFan: 1,
  before: [event('one'), event('three'), event('later')],
  jobs: [{ kind: 'exclude', person: 'u1' }, event('four')],
  crashes: [0, 0],
}
/** Two stewards take a link each; one of them alone leaves one too many. */
export const excludesTwo: Scenario = {
  events: eventsOf('one', 'three', 'later', 'four'),
  maxFan: 1,
  before: [event('one'), event('three'), event('later'), event('four')],
  jobs: [
    { kind: 'exclude', person: 'u1' },
    { kind: 'exclude', person: 'u3' },
  ],
  crashes: [0, 1],
}
