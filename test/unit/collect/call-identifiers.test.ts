import { describe, expect, it } from 'vitest'
import { callIdentifiers } from '../../../shared/collect/call-identifiers.ts'
import type { Call } from '../../../shared/collect/call-schema.ts'

function found(call: Partial<Call>): string[] {
  const { identifiers } = callIdentifiers({ type: 'track', ...call })
  return identifiers.map(({ namespace, value }) => `${namespace}:${value}`)
}

describe('the identifiers of a call', () => {
  it.each<[string, Partial<Call>, string[]]>([
    ['anonymousId and userId', { anonymousId: 'a', userId: 'u' }, ['anonymousId:a', 'userId:u']],
    [
      'numbers, as decimal text',
      { anonymousId: 17, userId: 0.5 },
      ['anonymousId:17', 'userId:0.5'],
    ],
    ['the id of the device', { context: { device: { id: 'd' } } }, ['deviceId:d']],
    [
      'e-mail and phone of identify',
      { type: 'identify', traits: { email: 'e', phone: 7 } },
      ['email:e', 'phone:7'],
    ],
    [
      'traits of the context where identify has none',
      { type: 'identify', context: { traits: { email: 'e' } } },
      ['email:e'],
    ],
    [
      'traits of the context of any call with an id',
      { anonymousId: 'a', context: { traits: { email: 'e', phone: 'p' } } },
      ['anonymousId:a', 'email:e', 'phone:p'],
    ],
    [
      'external ids',
      {
        context: {
          externalIds: [
            { type: 'loyaltyId', id: 'L' },
            { type: 'crm', id: 7 },
          ],
        },
      },
      ['loyaltyId:L', 'crm:7'],
    ],
    [
      'external ids of people, not of accounts',
      {
        context: {
          externalIds: [
            { type: 'crm', id: 'A', collection: 'accounts' },
            { type: 'loyaltyId', id: 'L', collection: 'users' },
          ],
        },
      },
      ['loyaltyId:L'],
    ],
    [
      'names that every object has',
      { context: { externalIds: [{ type: 'constructor', id: 'x' }] } },
      ['constructor:x'],
    ],
  ])('are %s', (_name, call, expected) => {
    expect(found(call)).toEqual(expected)
  })

  it.each<[string, Partial<Call>]>([
    ['traits of a call that is no identify', { traits: { email: 'e' } }],
    ['traits of the context without an id', { context: { traits: { email: 'e' } } }],
    [
      'traits of the context beside a device only',
      { context: { device: {}, traits: { email: 'e' } } },
    ],
    ['properties', { properties: { userId: 'u', email: 'e' } }],
    ['the group', { type: 'group', groupId: 'g' }],
    ['null', { anonymousId: null, userId: null }],
    ['a device that is text', { context: { device: 'd' } }],
    ['an id that is an object', { context: { device: { id: {} } } }],
    ['a number that is none', { context: { device: { id: Number.NaN } } }],
    ['external ids that are no list', { context: { externalIds: { type: 'a', id: 'b' } } }],
    ['external ids that are no objects', { context: { externalIds: [null, 'x', 7] } }],
  ])('are not %s', (_name, call) => {
    expect(found(call)).toEqual([])
  })

  it.each(['customerId', '__proto__', '1abc', 'a b', 'a-b', 'ä', '', 'a'.repeat(65), 7, null])(
    'are not in the namespace %j',
    (type) => {
      expect(found({ context: { externalIds: [{ type, id: 'x' }] } })).toEqual([])
    },
  )
})

describe('what an alias call names as used before', () => {
  it.each<[string, Partial<Call>, unknown[]]>([
    ['an anonymousId by default', { previousId: 'p' }, [{ namespace: 'anonymousId', value: 'p' }]],
    [
      'of the given namespace',
      { previousId: 7, previousIdNamespace: 'email' },
      [{ namespace: 'email', value: '7' }],
    ],
    [
      'an anonymousId where the namespace lies',
      { previousId: 'p', previousIdNamespace: 'customerId' },
      [{ namespace: 'anonymousId', value: 'p' }],
    ],
    ['nothing', { previousId: null }, []],
  ])('is %s', (_name, call, expected) => {
    expect(callIdentifiers({ type: 'alias', userId: 'u', ...call }).previous).toEqual(expected)
  })

  it('is nothing on another call', () => {
    expect(callIdentifiers({ type: 'track', previousId: 'p' }).previous).toEqual([])
  })
})
