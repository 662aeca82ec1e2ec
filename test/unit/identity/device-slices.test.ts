import { describe, expect, it } from 'vitest'
import { historyOf, type HistoryRules } from '../../../shared/identity/device-history.ts'
import { sliceDevice } from '../../../shared/identity/device-slices.ts'
import { parseIdentifierKey, type Identifier } from '../../../shared/identity/identifier.ts'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'

const { compareStrength, isPerson } = createNamespaces(defaultNamespaces)
const minute = 60_000
const rules = { visitGap: 30 * minute, compareStrength, isPerson }
const exact: HistoryRules = { ...rules, mostMoments: Infinity }
const folded: HistoryRules = { ...rules, mostMoments: 0 }

const event = (time: number, keys: string, logout = false) => ({
  time: time * minute,
  logout,
  identifiers: keys
    .split(' ')
    .flatMap((key) => parseIdentifierKey(key) ?? [])
    .sort(compareStrength),
})
const [app, cookie] = ['deviceId:app', 'anonymousId:c'].flatMap(
  (key) => parseIdentifierKey(key) ?? [],
) as [Identifier, Identifier]

const loginOf = ({ identifiers }: { readonly identifiers: readonly Identifier[] }) =>
  identifiers.find(({ namespace }) => isPerson(namespace))

/** Segments as text, times in minutes. */
function slices(device: Identifier, homes: Parameters<typeof sliceDevice>[1], ignored = '') {
  const { segments, unsure } = sliceDevice(device, homes, {
    ...rules,
    loginOf: (lane) => (loginOf(lane)?.value === ignored ? undefined : loginOf(lane)),
  })
  const text = segments.map(
    ({ from, kind, login }) => `${from / minute} ${kind} ${login?.value ?? ''}`,
  )
  return { text, unsure: unsure.map(({ value }) => value) }
}

describe('the slices of a device', () => {
  const history = historyOf(
    [
      event(0, 'anonymousId:c'),
      event(100, 'anonymousId:c'),
      event(110, 'anonymousId:c userId:a'),
      event(120, 'anonymousId:c userId:b'),
      event(125, 'anonymousId:c', true),
      event(130, 'anonymousId:c'),
      event(300, 'anonymousId:c'),
      event(310, 'anonymousId:c userId:a'),
    ],
    exact,
  )

  it('begin with the visit of the first login, or with a login in a visit that had one', () => {
    expect(slices(cookie, [{ home: cookie, history }])).toEqual({
      text: ['100 login a', '120 login b', `${125 + 1 / minute} logout b`, '300 login a'],
      unsure: [],
    })
  })

  it('take in what another home says', () => {
    const elsewhere = historyOf([event(5, 'deviceId:app anonymousId:c userId:z')], exact)
    const homes = [
      { home: cookie, history },
      { home: app, history: elsewhere },
    ]
    expect(slices(cookie, homes).text.slice(0, 2)).toEqual(['0 login z', '100 login a'])
    expect(slices(app, homes).text).toEqual(['5 login z'])
  })

  it('are not sure where another home tells of a visit and is folded', () => {
    // On the cookie there is silence from 0 to 65, which the span of the home does not show.
    const events = [
      event(-200, 'deviceId:app anonymousId:c userId:b'),
      event(0, 'deviceId:app anonymousId:c'),
      event(25, 'deviceId:app'),
      event(50, 'deviceId:app'),
      event(65, 'deviceId:app anonymousId:c'),
      event(90, 'deviceId:app anonymousId:c userId:a'),
    ]
    const homes = (from: HistoryRules) => [{ home: app, history: historyOf(events, from) }]
    const text = ['-200 login b', '65 login a']
    expect(slices(cookie, homes(exact))).toEqual({ text, unsure: [] })
    expect(slices(cookie, homes(folded)).unsure).toEqual(['app'])
    const ofApp = { text: ['-200 login b', '0 login a'], unsure: [] }
    expect([slices(app, homes(exact)), slices(app, homes(folded))]).toEqual([ofApp, ofApp])
  })

  it('are not sure where a history was cut for somebody who counts no more', () => {
    const events = [
      event(0, 'anonymousId:c userId:a'),
      event(1000, 'anonymousId:c userId:b'),
      event(1001, 'anonymousId:c'),
      event(2000, 'anonymousId:c'),
      event(2001, 'anonymousId:c userId:b'),
      event(2002, 'anonymousId:c userId:d'),
    ]
    const homes = (from: HistoryRules) => [{ home: cookie, history: historyOf(events, from) }]
    // The visit at 1000 is still the one of a; the span of b's activities does not show where it ends.
    expect(slices(cookie, homes(exact), 'b').text).toEqual(['0 login a', '2000 login d'])
    expect(slices(cookie, homes(folded), 'b').unsure).toEqual(['c'])
    expect(slices(cookie, homes(folded)).unsure).toEqual([])
  })

  it('are not sure where others have events near a folded part', () => {
    const events = [event(0, 'deviceId:app userId:a'), event(500, 'deviceId:app')]
    const near = (time: number) => [
      { home: app, history: historyOf(events, folded) },
      { home: cookie, history: historyOf([event(time, 'deviceId:app userId:b')], exact) },
    ]
    expect(slices(app, near(530)).unsure).toEqual(['app'])
    expect(slices(app, near(531))).toEqual({ text: ['0 login a', '531 login b'], unsure: [] })
  })
})
