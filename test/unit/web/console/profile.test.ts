import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  extendTimeline,
  pageFor,
  refreshTimeline,
} from '../../../../web/console/profile/merge-timeline.ts'
import { missingProfile } from '../../../../web/console/profile/missing-profile.ts'
import {
  titleOf,
  type Activity,
  type Profile,
} from '../../../../web/console/profile/profile-json.ts'
import {
  bareNamespaces,
  fragmentOf,
  isSameIdentifier,
  readSearch,
  textOfFragment,
} from '../../../../web/console/profile/search-text.ts'

describe('what somebody types', () => {
  it.each([
    ['anonymousId:CookieID1', { namespace: 'anonymousId', value: 'CookieID1' }],
    [' email : ann@example.com', undefined],
    ['email: ann@example.com ', { namespace: 'email', value: 'ann@example.com' }],
    ['loyaltyId:a:b', { namespace: 'loyaltyId', value: 'a:b' }],
    ['CookieID1', undefined],
    ['userId:', undefined],
    [':x', undefined],
    ['12:30', undefined],
  ])('%j names exactly %j', (text, exact) => {
    expect(readSearch(text).exact).toEqual(exact)
  })

  it('is also looked for as it is, in every default namespace', () => {
    const { bare } = readSearch(' a:b ')
    expect(bare.map(({ namespace }) => namespace)).toEqual(bareNamespaces)
    expect(new Set(bare.map(({ value }) => value))).toEqual(new Set(['a:b']))
    expect(readSearch('  ').bare).toEqual([])
  })
})

describe('the fragment of an address', () => {
  it('is read easily', () => {
    expect(fragmentOf('anonymousId:CookieID1')).toBe('#profile=anonymousId:CookieID1')
    expect(fragmentOf('email:ann@example.com')).toBe('#profile=email:ann@example.com')
  })

  it('gives back every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const inAddress = new URL(`http://localhost/console${fragmentOf(text)}`).hash
        expect(textOfFragment(inAddress)).toBe(text)
      }),
    )
  })

  it.each([
    ['', ''],
    ['#', ''],
    ['#connect', undefined],
    ['#profile=%zz', '%zz'],
  ])('%j means %j', (fragment, text) => {
    expect(textOfFragment(fragment)).toBe(text)
  })
})

it.each([
  ['cookieId', 'A', 'anonymousId', 'a', true],
  ['email', 'Ann@Example.com ', 'email', 'ann@example.com', true],
  ['userId', '1', 'email', '1', false],
])('%s:%s and %s:%s may be one: %s', (a, first, b, second, isSame) => {
  const [one, other] = [
    { namespace: a, value: first },
    { namespace: b, value: second },
  ]
  expect(isSameIdentifier(one, other)).toBe(isSame)
})

const activities = (...ids: readonly number[]): Activity[] =>
  ids.map((id) => ({
    activityId: String(id),
    type: 'Product viewed',
    time: new Date(id * 1000).toISOString(),
    receivedTime: new Date(id * 1000).toISOString(),
    timeCorrected: false,
    source: 'web',
    title: null,
    url: null,
    properties: {},
    identifiers: [],
  }))

describe('a timeline', () => {
  it('asks for as much as is shown', () => {
    expect([pageFor(0), pageFor(60), pageFor(5000)]).toEqual([20, 60, 1000])
  })

  it('is extended by the next page, without doubles', () => {
    const shown = { value: activities(5, 4), nextLink: 'a' }
    expect(extendTimeline(shown, { value: activities(4, 3) })).toEqual({
      value: activities(5, 4, 3),
    })
  })

  it('is replaced by a newer answer, also when the answer has less', () => {
    const page = { value: activities(9), nextLink: 'b' }
    expect(refreshTimeline({ value: activities(5) }, page)).toBe(page)
    expect(refreshTimeline({ value: activities(5, 4) }, { value: [] })).toEqual({ value: [] })
  })

  it('keeps what lies beyond the largest page', () => {
    const shown = { value: activities(5, 4, 3), nextLink: 'far' }
    expect(refreshTimeline(shown, { value: activities(6, 5), nextLink: 'near' })).toEqual({
      value: activities(6, 5, 3),
      nextLink: 'far',
    })
  })
})

it.each([
  [{ firstName: 'Ann', lastName: 'Berg' }, 'Ann Berg'],
  [{ name: 'Ann B.' }, 'Ann B.'],
  [{ name: { first: 'Ann' } }, 'ann@example.com'],
  [{}, 'ann@example.com'],
])('a visitor with %j is called %s', (attributes, title) => {
  const seen = { firstSeen: '', lastSeen: '' }
  const identifiers = [
    { namespace: 'anonymousId', value: 'x', ...seen },
    { namespace: 'email', value: 'ann@example.com', ...seen },
  ]
  const profile = { attributes, identifiers } as unknown as Profile
  expect(titleOf(profile, { namespace: 'anonymousId', value: 'x' })).toBe(title)
})

describe('an identifier without a profile', () => {
  const cookie = { namespace: 'anonymousId', value: 'six:1' }
  const seen = (namespace: string, value: string) => ({
    ...{ namespace, value, firstSeen: '2026-01-01T00:00:00.000Z' },
    lastSeen: '2026-01-01T00:00:00.000Z',
  })
  const limit = { reason: 'limit', message: 'A profile keeps at most 5.' } as const
  const explanation = {
    identifiers: [seen('anonymousId', 'six:1')],
    quarantined: [],
    refused: [{ a: 'anonymousId:six:1', b: 'userId:bea', ...limit }],
    refusedCount: 1,
    detached: [],
  }

  it('is told with the reason and the other end, whichever that is', () => {
    const ends = [
      { identifier: { namespace: 'userId', value: 'bea' }, hasProfile: true, via: undefined },
    ]
    const told = { identifier: cookie, reasons: [{ message: limit.message, ends }], more: 0 }
    expect(missingProfile(cookie, explanation)).toEqual(told)
    const turned = [{ a: 'userId:bea', b: 'anonymousId:six:1', ...limit }]
    expect(missingProfile(cookie, { ...explanation, refused: turned })).toEqual(told)
  })

  it('tells each reason once, ends without a profile, and through what they were seen', () => {
    const { reasons } = missingProfile(cookie, {
      ...explanation,
      identifiers: [...explanation.identifiers, seen('deviceId', 'd')],
      refused: [
        ...explanation.refused,
        { a: 'deviceId:d', b: 'email:b@example.com', reason: 'held', message: 'It waits.' },
        { a: 'deviceId:d', b: 'phone:+43', ...limit },
        { a: 'anonymousId:six:1', b: 'deviceId:d', ...limit },
      ],
      detached: [seen('phone', '+43')],
    })
    const told = reasons.map(({ message, ends }) => [
      message,
      ...ends.map(({ identifier, hasProfile, via }) => [identifier.value, hasProfile, via?.value]),
    ])
    expect(told).toEqual([
      [limit.message, ['bea', true, undefined], ['+43', false, 'd']],
      ['It waits.', ['b@example.com', true, 'd']],
    ])
  })

  it('says once that too many share it, and leaves out most of them', () => {
    const refused = Array.from({ length: 500 }, (_, index) => ({
      ...{ a: 'anonymousId:six:1', b: `userId:${index}`, identifier: 'anonymousId:six:1' },
      ...({ reason: 'quarantined', message: 'It says nothing.' } as const),
    }))
    const kiosk = { ...explanation, quarantined: ['anonymousId:six:1'], refused, refusedCount: 700 }
    const { reasons, more } = missingProfile(cookie, kiosk)
    expect(reasons.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Too many share it/),
    ])
    expect(reasons[0]?.ends).toHaveLength(20)
    expect(more).toBe(680)
    const alone = missingProfile(cookie, { ...kiosk, refused: [], refusedCount: 0 })
    expect(alone).toMatchObject({ reasons: [{ ends: [] }], more: 0 })
  })
})
