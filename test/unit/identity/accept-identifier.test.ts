import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptIdentifier } from '../../../shared/identity/accept-identifier.ts'
import {
  defaultNamespaces,
  namespaceDefinitionSchema,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'

const namespaces = createNamespaces([
  ...defaultNamespaces,
  namespaceDefinitionSchema.parse({
    name: 'loyaltyId',
    kind: 'person',
    priority: 2,
    normalize: 'lower',
    blocked: ['4711', ' "Staff" '],
  }),
])

const accept = (namespace: string, value: string) =>
  acceptIdentifier(namespaces, { namespace, value })
const refused = (namespace: string, reason: string) => ({ kind: 'refused', namespace, reason })

const never = [
  ...['', 'null', 'nil', 'undefined', 'none', 'nan', '-1', 'true', 'false'],
  ...['anonymous', 'guest', 'unknown', 'test', '[object object]'],
  ...['0', '00', '000000', '0-0', '00000000-0000-0000-0000-000000000000', '{0000-0000}'],
]

describe.each(['userId', 'email', 'phone', 'deviceId', 'anonymousId', 'loyaltyId', 'neverSeen'])(
  'in the namespace %s',
  (namespace) => {
    it.each(never)('%j is never an identifier, in any case, quotes and white space', (value) => {
      const title = value.charAt(0).toUpperCase() + value.slice(1)
      for (const text of [value, value.toUpperCase(), title, ` ${value}\t\n`]) {
        expect(accept(namespace, text)).toEqual(refused(namespace, 'blocked'))
        for (const quote of ['"', "'", '`']) {
          expect(accept(namespace, ` ${quote}${text}${quote}`)).toEqual(
            refused(namespace, 'blocked'),
          )
        }
      }
    })

    it('its own name is never an identifier', () => {
      for (const value of [namespace, namespace.toUpperCase(), ` "${namespace}" `]) {
        expect(accept(namespace, value)).toEqual(refused(namespace, 'blocked'))
      }
    })

    it.each(['1', '-2', '10', '0a', '00000000-0000-0000-0000-000000000001', 'nullable', 'tester'])(
      '%j is an identifier',
      (value) => {
        expect(accept(namespace, value)).toEqual({
          kind: 'accepted',
          identifier: { namespace, value },
        })
      },
    )

    it('a value of more than 512 characters is none', () => {
      expect(accept(namespace, 'x'.repeat(512)).kind).toBe('accepted')
      expect(accept(namespace, 'x'.repeat(513))).toEqual(refused(namespace, 'tooLong'))
    })
  },
)

describe('a value', () => {
  it.each([
    ['email', ' Ann@Example.COM ', 'ann@example.com'],
    ['loyaltyId', 'L7', 'l7'],
    ['userId', 'U1', 'U1'],
    ['anonymousId', 'a"b', 'a"b'],
    ['userId', 'a\ud800', 'a\ufffd'],
  ])('of %s is normalised: %j is %j', (namespace, value, expected) => {
    expect(accept(namespace, value)).toMatchObject({ identifier: { value: expected } })
  })

  it.each(['4711', 'staff', '"STAFF"'])('is refused when the workspace blocks it: %s', (value) => {
    expect(accept('loyaltyId', value)).toEqual(refused('loyaltyId', 'blocked'))
    expect(accept('userId', value).kind).toBe('accepted')
  })

  it('of cookieId is one of anonymousId', () => {
    expect(accept('cookieId', 'c')).toMatchObject({
      identifier: { namespace: 'anonymousId', value: 'c' },
    })
    for (const namespace of ['cookieId', 'anonymousId']) {
      for (const name of ['cookieId', 'anonymousId']) {
        expect(accept(namespace, name)).toEqual(refused('anonymousId', 'blocked'))
      }
    }
  })

  it('normalised once is normalised', () => {
    const names = fc.constantFrom('userId', 'email', 'loyaltyId')
    fc.assert(
      fc.property(names, fc.string({ unit: 'binary' }), (namespace, value) => {
        const once = accept(namespace, value)
        if (once.kind === 'accepted') {
          expect(acceptIdentifier(namespaces, once.identifier)).toEqual(once)
        }
      }),
    )
  })
})
