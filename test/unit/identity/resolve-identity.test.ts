import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInShare } from '../../../shared/identity/home-share.ts'
import { identifierKey } from '../../../shared/identity/identifier.ts'
import { resolveIdentity } from '../../../shared/identity/resolve-identity.ts'
import { naiveIdentity } from './naive-identity.ts'
import { busyDevices, keysOf, world } from './random-world.ts'
import { nameOf, resolved, summaryOf } from './resolved.ts'

const shuffledWorld = world.chain((given) =>
  fc.shuffledSubarray([...given.events], { minLength: given.events.length }).map((events) => ({
    given,
    shuffled: { ...given, events, facts: [...given.facts].reverse() },
  })),
)

const anyWorld = fc.oneof(world, busyDevices)

describe('identity resolution', () => {
  it('is what the rules say', () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        const { owners, clusters, resolution } = resolved(given)
        const expected = naiveIdentity(given)
        expect(clusters.map(({ members }) => keysOf(members)).sort()).toEqual(expected.clusters)
        expect(resolution.quarantined.map(identifierKey).sort()).toEqual(expected.quarantined)
        expect(resolution.ambiguous.map(identifierKey).sort()).toEqual(expected.ambiguous)
        expect(owners).toEqual(expected.owners)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not depend on the order of facts', () => {
    fc.assert(
      fc.property(shuffledWorld, ({ given, shuffled }) => {
        expect(summaryOf(resolved(shuffled))).toEqual(summaryOf(resolved(given)))
      }),
    )
  })

  it('does not change when something happens to others', () => {
    fc.assert(
      fc.property(world, (given) => {
        const others = [
          { ids: ['user:x', 'cookie:x'], time: 0 },
          { ids: ['cookie:x', 'app:x'], time: 10 },
          { ids: ['user:y', 'mail:x', 'app:x'], time: 20 },
        ].map((event, index) => ({ ...event, messageId: `x${index}`, alias: [], logout: false }))
        const before = summaryOf(resolved(given))
        const after = summaryOf(
          resolved({
            ...given,
            events: [...others, ...given.events],
            facts: [...given.facts, { type: 'never', a: 'user:x', b: 'user:y' }],
          }),
        )
        expect(after.clusters).toEqual(expect.arrayContaining(before.clusters))
        expect(after.owners).toEqual(expect.arrayContaining(before.owners))
        expect(after.refused).toEqual(expect.arrayContaining([...before.refused]))
        expect(after.profiles).toEqual(expect.arrayContaining(before.profiles))
      }),
    )
  })

  it('gives every activity to one profile, which counts it, but what only quarantined ones share', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { resolution, kept, facts } = resolved(given)
        const owned = kept.filter((event) => resolution.profileOf(event) !== undefined)
        const quarantined = new Set(resolution.quarantined.map(identifierKey))
        const unowned = kept.filter((event) => !owned.includes(event))
        for (const { identifiers } of unowned) {
          expect(identifiers.length).not.toBe(1)
          expect(identifiers.every((item) => quarantined.has(identifierKey(item)))).toBe(true)
        }
        for (const profile of resolution.profiles) {
          const own = kept.filter((event) => resolution.profileOf(event) === profile)
          expect(profile).toMatchObject({
            activityCount: own.length,
            firstSeen: Math.min(...own.map(({ time }) => time)),
            lastSeen: Math.max(...own.map(({ time }) => time)),
          })
        }
        const stored = facts.flatMap(({ history }) => history.lanes.flatMap(({ spans }) => spans))
        expect(stored.reduce((sum, { count }) => sum + count, 0)).toBe(
          kept.filter(({ identifiers }) => identifiers.length > 0).length,
        )
      }),
    )
  })

  it('says of each stored activity in whose share it is', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { resolution, facts } = resolved(given)
        for (const { identifier, history } of facts) {
          const moments = history.lanes.flatMap(({ identifiers, logout, spans }) =>
            spans.map(({ first }) => ({ identifiers, logout, time: first })),
          )
          for (const moment of moments) {
            const names = resolution.profiles
              .filter(({ shares }) =>
                shares.some(({ home, lanes }) => {
                  return (
                    identifierKey(home) === identifierKey(identifier) &&
                    isInShare({ lanes }, moment)
                  )
                }),
              )
              .map(nameOf)
            expect(names).toEqual(
              [resolution.profileOf(moment)].flatMap((own) => (own ? nameOf(own) : [])),
            )
          }
        }
      }),
    )
  })

  it('with folded histories is the same, or names the homes it must know in full', () => {
    let sure = 0
    fc.assert(
      fc.property(anyWorld, fc.constantFrom(0, 1, 3), (given, most) => {
        const exact = summaryOf(resolved(given))
        const folded = resolved(given, most)
        if (folded.resolution.unsure.length === 0) {
          sure += 1
          const { profiles, ...rest } = summaryOf(folded)
          const { profiles: expected, ...expectedRest } = exact
          expect(rest).toEqual(expectedRest)
          expect(withoutRanges(profiles)).toEqual(withoutRanges(expected))
          return
        }
        let { facts, resolution } = folded
        for (let round = 0; resolution.unsure.length > 0; round += 1) {
          expect(round).toBeLessThan(facts.length)
          const wanted = new Set(resolution.unsure.map(identifierKey))
          const full = resolved(given).facts
          facts = facts.map((node) =>
            wanted.has(identifierKey(node.identifier))
              ? (full.find(
                  ({ identifier }) => identifierKey(identifier) === identifierKey(node.identifier),
                ) ?? node)
              : node,
          )
          resolution = resolveIdentity(facts, given.facts, folded.rules)
        }
        const { profiles } = summaryOf({ ...folded, facts, resolution })
        expect(withoutRanges(profiles)).toEqual(withoutRanges(exact.profiles))
      }),
      { numRuns: 1500 },
    )
    expect(sure).toBeGreaterThan(100)
  })
})

/** Where a history is folded, ranges reach over moments at which nothing happened. */
function withoutRanges(profiles: ReturnType<typeof summaryOf>['profiles']) {
  return profiles.map(([name, { shares, ...own }]) => [
    name,
    { ...own, shares: shares.map(([home, { lanes: _lanes, ...share }]) => [home, share]) },
  ])
}
