import type { Identifier } from '../../shared/identity/identifier.ts'

/** Events that all share one identifier. */
export interface Crowd {
  readonly name: string
  /** The identifiers of the n-th event, strongest first. */
  identifiers(n: number): Identifier[]
  readonly events: number
  /** The events to look at one by one, by number; all others may come in batches. */
  readonly marks: readonly number[]
  /** True when so many are too many for the identifier. */
  readonly isQuarantined: boolean
}

const id = (namespace: string, value: string | number): Identifier => ({
  namespace,
  value: String(value),
})

/** The crowds of a run; quick ones only pass the point at which their identifier is quarantined. */
export function crowds(quick: boolean): Crowd[] {
  const crowd = (
    name: string,
    events: number,
    identifiers: Crowd['identifiers'],
    { most = quick ? 300 : events, maxFan = 100 } = {},
  ): Crowd => ({
    name,
    identifiers,
    isQuarantined: Math.min(events, most) > maxFan,
    events: Math.min(events, most),
    marks: [10, 50, 100, 200, 1000, 1200, 10_000, 100_000].filter(
      (n) => n <= Math.min(events, most),
    ),
  })
  return [
    crowd('kiosk cookie, 1,000 logins', 1000, (n) => [
      id('userId', n),
      id('email', `${n}@example.com`),
      id('anonymousId', 'kiosk'),
    ]),
    crowd('person with 200 cookies', 200, (n) => [id('userId', 'u'), id('anonymousId', n)], {
      maxFan: 1000,
    }),
    crowd('deviceId of 100,000 cookies', 100_000, (n) => [
      id('deviceId', 'shared'),
      id('anonymousId', n),
    ]),
    crowd('anonymousId of 10,000 users', 10_000, (n) => [
      id('userId', n),
      id('anonymousId', 'static'),
    ]),
    crowd('userId on 1,200 cookies', 1200, (n) => [id('userId', 'robot'), id('anonymousId', n)], {
      maxFan: 1000,
      most: quick ? 100 : 1200,
    }),
    crowd('email of 1,200 users', 1200, (n) => [id('userId', n), id('email', 'info@example.com')], {
      maxFan: 1000,
      most: quick ? 100 : 1200,
    }),
  ]
}
