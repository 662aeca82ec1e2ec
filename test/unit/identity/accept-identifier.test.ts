import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptIdentifier } from '../../../shared/identity/accept-identifier.ts'
import {
  defaultNamespaces,
  namespaceDefinitionSchema,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import {
  lazyPhones,
  loadNormalizePhone,
  withPhones,
} from '../../../shared/identity/phone-number.ts'

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
  },
)

describe.each(['userId', 'email', 'deviceId', 'anonymousId', 'loyaltyId', 'neverSeen'])(
  'in the namespace %s',
  (namespace) => {
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

describe('what a workspace says', () => {
  const definitions = [
    { name: 'tel', kind: 'person', priority: 1, normalize: 'phone' },
    { name: 'cookieId', kind: 'device', priority: 2 },
  ].map((definition) => namespaceDefinitionSchema.parse(definition))

  it.each<[string | undefined, string, string | undefined]>([
    ['DE', '0171 1234567', '+491711234567'],
    ['DE', ' +1 (213) 373-4253 ', '+12133734253'],
    [undefined, '+49 171 1234567', '+491711234567'],
    ['DE', '0049 171 1234567', '+491711234567'],
    ['DE', '(0171) 123-4567', '+491711234567'],
    ['DE', '0171/1234567', '+491711234567'],
    ['DE', '0171\u00a01234567', '+491711234567'],
    // Without a country these are digits, the same for whoever sent the same.
    [undefined, '0171 1234567', '01711234567'],
    [undefined, '(0171) 123-4567', '01711234567'],
    [undefined, '0049 171 1234567', '00491711234567'],
    ['DE', '+999 123 456 789', '+999123456789'],
    ['DE', 'call me', undefined],
    ['DE', '12', undefined],
    ['DE', '+49', undefined],
    ['DE', '12345678901234567890', undefined],
  ])('in the region %s the telephone number %j is %j', async (region, text, expected) => {
    const numbers = lazyPhones(region)
    await numbers.load()
    const phones = createNamespaces(definitions, { phones: numbers })
    const outcome = acceptIdentifier(phones, { namespace: 'tel', value: text })
    if (outcome.kind === 'accepted') {
      expect(acceptIdentifier(phones, outcome.identifier)).toEqual(outcome)
    }
    if (expected === undefined) expect(outcome).toEqual(refused('tel', 'invalid'))
    else expect(outcome).toMatchObject({ identifier: { namespace: 'tel', value: expected } })
    const blocked = acceptIdentifier(phones, { namespace: 'tel', value: '000' })
    expect(blocked).toEqual(refused('tel', 'blocked'))
  })

  it('a region that is none is refused, and so is a number while numbers are not loaded', async () => {
    await expect(loadNormalizePhone('XX')).rejects.toThrow(/country code/)
    const number = { namespace: 'tel', value: '+491711234567' }
    expect(() => acceptIdentifier(createNamespaces(definitions), number)).toThrow(/not loaded/)
    const phones = createNamespaces(definitions, { phones: lazyPhones() })
    expect(() => acceptIdentifier(phones, number)).toThrow(/being loaded/)
    const outcome = await withPhones(phones, () => acceptIdentifier(phones, number))
    expect(outcome).toMatchObject({ identifier: number })
  })

  it('values that it blocks are identifiers in no namespace', () => {
    const strict = createNamespaces(defaultNamespaces, { blockedValues: ['Kiosk'] })
    for (const namespace of ['userId', 'anonymousId', 'neverSeen']) {
      const outcome = acceptIdentifier(strict, { namespace, value: ' "KIOSK"' })
      expect(outcome).toEqual(refused(namespace, 'blocked'))
    }
  })

  it('identifiers of people who asked to be forgotten are refused, in whatever form', () => {
    const suppressed = new Set(['email:ann@example.com'])
    const raw = { namespace: 'email', value: ' Ann@Example.com' }
    expect(acceptIdentifier(namespaces, raw, suppressed)).toEqual(refused('email', 'suppressed'))
    expect(acceptIdentifier(namespaces, raw, new Set()).kind).toBe('accepted')
  })

  it('a second name is a namespace of its own where one is configured', () => {
    const own = createNamespaces(definitions)
    expect(acceptIdentifier(own, { namespace: 'cookieId', value: 'c' })).toMatchObject({
      identifier: { namespace: 'cookieId', value: 'c' },
    })
  })
})
