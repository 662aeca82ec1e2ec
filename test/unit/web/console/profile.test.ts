import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  extendTimeline,
  pageFor,
  refreshTimeline,
} from '../../../../web/console/profile/merge-timeline.ts'
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
