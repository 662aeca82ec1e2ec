import { describe, expect, it } from 'vitest'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { normaliseCall } from '../../../shared/unify/normalise-call.ts'
import { activityOf } from '../../../shared/unify/unified-event.ts'
import { aCall, type CallInit } from '../../factories/calls.ts'

const receivedAt = Date.UTC(2026, 2, 1, 12)
const location = { blob: '2026-03-01/12/x.ndjson.gz', index: 3 }

function normalise(init: CallInit) {
  return normaliseCall(
    { location, receivedAt, source: 'web', call: aCall(init) },
    { namespaces: createNamespaces(defaultNamespaces), logoutEvents: ['Signed Out', 'logout'] },
  )
}

describe('an event', () => {
  it('says who, what, when and where from', () => {
    expect(normalise({ userId: 'u1', properties: { price: 7 } })).toMatchObject({
      location,
      messageId: 'm1',
      type: 'track',
      name: 'Product Viewed',
      time: Date.UTC(2026, 2, 1, 10),
      receivedAt,
      timeCorrected: false,
      source: 'web',
      logout: false,
      identifiers: [
        { namespace: 'userId', value: 'u1' },
        { namespace: 'anonymousId', value: 'cookie-1' },
      ],
      previous: [],
      refused: [],
      properties: { price: 7 },
    })
  })

  it.each<[string, CallInit, string | undefined]>([
    ['the event of track', { name: 'x' }, 'Product Viewed'],
    ['the name of a page', { type: 'page', name: 'Home' }, 'Home'],
    ['the name of a screen', { type: 'screen', name: 'Cart' }, 'Cart'],
    [
      'the name trait of a group',
      { type: 'group', groupId: 'g', traits: { name: 'Acme' } },
      'Acme',
    ],
    ['nothing for a page without one', { type: 'page' }, undefined],
    ['nothing for an empty one', { type: 'page', name: '' }, undefined],
    ['its id for a group without a name', { type: 'group', groupId: 7, traits: { name: 7 } }, '7'],
    ['nothing for identify', { type: 'identify', name: 'Ann', traits: { name: 'Ann' } }, undefined],
  ])('is named by %s', (_name, init, name) => {
    expect(normalise(init).name).toBe(name)
  })

  it.each<[string, CallInit, boolean]>([
    ['a track event with the name of one', { event: 'Signed Out' }, true],
    ['identify with userId null', { type: 'identify', userId: null }, true],
    ['a track event in another case', { event: 'signed out' }, false],
    ['a page with the name of one', { type: 'page', name: 'logout' }, false],
    ['identify without userId', { type: 'identify' }, false],
    ['track with userId null', { userId: null }, false],
  ])('is a logout, or not: %s', (_name, init, logout) => {
    expect(normalise(init).logout).toBe(logout)
  })

  it.each<[string, CallInit, string | undefined]>([
    ['in the properties', { type: 'page', properties: { url: 'https://a' } }, 'https://a'],
    ['of the page in the context', { context: { page: { url: 'https://b' } } }, 'https://b'],
    ['nowhere', { context: { page: 'text' }, properties: { url: 7 } }, undefined],
  ])('has its address %s', (_name, init, url) => {
    expect(normalise(init).url).toBe(url)
  })

  it.each<[string, CallInit, object]>([
    ['its properties', { properties: { a: 1 }, traits: { b: 2 } }, { a: 1 }],
    ['the traits of identify', { type: 'identify', traits: { b: 2 } }, { b: 2 }],
    ['the traits of a group', { type: 'group', traits: { b: 2 } }, { b: 2 }],
    ['nothing, where it has none', { properties: null }, {}],
    ['nothing from the traits of track', { traits: { b: 2 } }, {}],
  ])('carries %s', (_name, init, properties) => {
    expect(normalise(init).properties).toEqual(properties)
  })
})

describe('identifiers of an event', () => {
  it('are normalised, each once, the strongest first', () => {
    const context = {
      externalIds: [
        { type: 'cookieId', id: 'cookie-1' },
        { type: 'tv', id: 't' },
      ],
    }
    const traits = { email: ' Ann@Example.com' }
    expect(normalise({ type: 'identify', context, traits }).identifiers).toEqual([
      { namespace: 'email', value: 'ann@example.com' },
      { namespace: 'anonymousId', value: 'cookie-1' },
      { namespace: 'tv', value: 't' },
    ])
  })

  it('that are refused leave the event without them, with the reason', () => {
    expect(normalise({ anonymousId: 'null', userId: 'x'.repeat(600) })).toMatchObject({
      identifiers: [],
      refused: [
        { namespace: 'anonymousId', reason: 'blocked' },
        { namespace: 'userId', reason: 'tooLong' },
      ],
    })
  })

  it('that were used before are not those of the event itself', () => {
    const alias = { type: 'alias', userId: 'u', anonymousId: 'a' }
    expect(normalise({ ...alias, previousId: 'p' }).previous).toEqual([
      { namespace: 'anonymousId', value: 'p' },
    ])
    expect(normalise({ ...alias, previousId: 'a' }).previous).toEqual([])
    expect(normalise({ ...alias, previousId: 'null' })).toMatchObject({
      previous: [],
      refused: [{ namespace: 'anonymousId', reason: 'blocked' }],
    })
  })
})

describe('attributes that an event sets', () => {
  const attributes = (init: CallInit) => {
    const event = normalise(init)
    return activityOf(event, new Set(event.traits.keys())).attributes
  }

  it('are the traits of identify, under names that the interface can use', () => {
    const traits = { firstName: 'Ann', 'e mail': null, Known: true, address: { city: 'Ulm' } }
    expect(attributes({ type: 'identify', traits })).toEqual([
      ['firstName', 'Ann'],
      ['e_mail', null],
      ['Known_', true],
      ['address', { city: 'Ulm' }],
    ])
  })

  it('may stand in the context of identify', () => {
    expect(attributes({ type: 'identify', context: { traits: { plan: 'pro' } } })).toEqual([
      ['plan', 'pro'],
    ])
    expect(attributes({ type: 'identify', context: { traits: 'text' } })).toEqual([])
  })

  it.each(['track', 'page', 'group'])('are none on %s', (type) => {
    expect(attributes({ type, traits: { a: 1 }, context: { traits: { b: 2 } } })).toEqual([])
  })
})

describe('the hash of the content', () => {
  it('tells copies apart, but not by the order of members', () => {
    const reversed = Object.fromEntries(Object.entries(aCall()).reverse())
    expect(normalise(reversed).contentHash).toBe(normalise({}).contentHash)
    expect(normalise({ event: 'Other' }).contentHash).not.toBe(normalise({}).contentHash)
  })
})

it('takes no identifier of an event that has too many to be one person', () => {
  const externalIds = Array.from({ length: 1300 }, (_, index) => ({ type: 'tag', id: `t${index}` }))
  const event = normalise({ context: { externalIds } })
  expect(event).toMatchObject({ identifiers: [], previous: [] })
  expect(event.refused).toHaveLength(1301)
  expect(event.refused[0]).toEqual({ namespace: 'anonymousId', reason: 'tooMany' })
})
