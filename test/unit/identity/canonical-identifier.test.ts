import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalIdentifier } from '../../../shared/identity/canonical-identifier.ts'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'

const namespaces = createNamespaces(defaultNamespaces)

const seen = (namespace: string, value: string, firstSeen: number) => ({
  namespace,
  value,
  firstSeen,
})
type Seen = ReturnType<typeof seen>

const namespace = fc.constantFrom('userId', 'email', 'phone', 'deviceId', 'anonymousId', 'tv')
const member = fc
  .tuple(namespace, fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 2 }))
  .map(([name, value, time]) => seen(name, value, time))
const members = fc.uniqueArray(member, {
  minLength: 1,
  selector: ({ namespace: name, value }) => `${name}:${value}`,
})

describe('the identifier that names a profile', () => {
  it.each<[string, Seen[], string]>([
    ['the strongest person, also a late one', [seen('email', 'e', 1), seen('userId', 'u', 9)], 'u'],
    [
      'the earliest of the strongest persons',
      [seen('userId', 'a', 2), seen('userId', 'b', 1)],
      'b',
    ],
    ['the first by value at the same time', [seen('userId', 'b', 1), seen('userId', 'a', 1)], 'a'],
    ['a person before any device', [seen('anonymousId', 'c', 1), seen('phone', 'p', 9)], 'p'],
    [
      'the earliest device of an unknown one',
      [seen('deviceId', 'd', 2), seen('anonymousId', 'c', 1)],
      'c',
    ],
    [
      'the strongest device at the same time',
      [seen('anonymousId', 'c', 1), seen('deviceId', 'd', 1)],
      'd',
    ],
  ])('is %s', (_name, list, value) => {
    expect(canonicalIdentifier(namespaces, list)?.value).toBe(value)
  })

  it('is none without identifiers', () => {
    expect(canonicalIdentifier(namespaces, [])).toBeUndefined()
  })

  it('does not depend on the order of identifiers', () => {
    fc.assert(
      fc.property(
        members.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(canonicalIdentifier(namespaces, shuffled)).toEqual(
            canonicalIdentifier(namespaces, list),
          )
        },
      ),
    )
  })

  it('stays when a weaker person or any device joins later', () => {
    fc.assert(
      fc.property(members, (list) => {
        const before = canonicalIdentifier(namespaces, [seen('userId', 'u', 0), ...list])
        const after = [seen('userId', 'u', 0), ...list, seen('phone', 'new', 9), seen('tv', 'n', 9)]
        expect(canonicalIdentifier(namespaces, after)).toEqual(before)
      }),
    )
  })
})
