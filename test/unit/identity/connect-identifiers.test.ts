import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectIdentifiers } from '../../../shared/identity/connect-identifiers.ts'
import { identifierKey, type Identifier } from '../../../shared/identity/identifier.ts'
import { linkOf, type IdentityLink } from '../../../shared/identity/identity-link.ts'

const identifier: fc.Arbitrary<Identifier> = fc.record({
  namespace: fc.constantFrom('userId', 'email', 'deviceId', 'anonymousId'),
  value: fc.constantFrom('a', 'b', 'c'),
})
const link: fc.Arbitrary<IdentityLink> = fc
  .tuple(identifier, identifier, fc.nat({ max: 9 }))
  .filter(([a, b]) => identifierKey(a) !== identifierKey(b))
  .map(([a, b, time]) => linkOf(a, b, { messageId: `m${time}`, time }))
const facts = fc.record({ identifiers: fc.array(identifier), links: fc.array(link) })

/** Clusters as sorted lists of keys, so that only what is in them counts. */
function clusters(identifiers: readonly Identifier[], links: readonly IdentityLink[]): string[] {
  return connectIdentifiers(identifiers, links)
    .map((cluster) => cluster.map(identifierKey).sort().join(' '))
    .sort()
}

describe('connected identifiers', () => {
  it('hold every identifier exactly once', () => {
    fc.assert(
      fc.property(facts, ({ identifiers, links }) => {
        const all = [...identifiers, ...links.flatMap(({ a, b }) => [a, b])].map(identifierKey)
        const held = clusters(identifiers, links).flatMap((cluster) => cluster.split(' '))
        expect(held.sort()).toEqual([...new Set(all)].sort())
      }),
    )
  })

  it('are a function of the set of facts: order and repeats do not matter', () => {
    fc.assert(
      fc.property(facts, ({ identifiers, links }) => {
        const once = clusters(identifiers, links)
        expect(clusters([...identifiers].reverse(), [...links].reverse())).toEqual(once)
        expect(clusters([...identifiers, ...identifiers], [...links, ...links])).toEqual(once)
      }),
    )
  })

  it('do not change when nothing is linked to them', () => {
    fc.assert(
      fc.property(facts, ({ identifiers, links }) => {
        const stranger = { namespace: 'anonymousId', value: 'stranger' }
        expect(clusters([...identifiers, stranger], links)).toEqual(
          [...clusters(identifiers, links), identifierKey(stranger)].sort(),
        )
      }),
    )
  })
})
