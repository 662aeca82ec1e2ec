import { describe, expect, it } from 'vitest'
import { keys, profileOnce, type ProfileJson } from '../runtime.ts'
import { post, read, send } from './send.ts'

const values = [
  ...['a/b', 'a\\b', 'a#b', 'a?b=c&d', 'a%b', '100%25', 'a b', 'a+b', 'a:b', 'a"b\'c', 'a;b,c'],
  ...['.', '..', '../x', '//', 'ä-ö', '\u{1f600}', '\u0001', 'x'.repeat(512), '__proto__'],
]

const byQuery = (namespace: string, value: string): string =>
  `/v1/profiles?namespace=${namespace}&value=${encodeURIComponent(value)}`

/** Identifiers as they come in the wild are found again by what was sent. */
export function identifiersSuite(url: () => string): void {
  it('finds every value again, by path and by query', async () => {
    const batch = values.map((anonymousId) => ({ type: 'page', anonymousId }))
    expect(await post(url(), 'batch', { batch })).toMatchObject({
      json: { accepted: values.length },
    })
    for (const value of values) {
      const key = `anonymousId:${encodeURIComponent(value)}`
      const profile = await profileOnce(url(), key, () => true)
      expect(profile.identifiers).toMatchObject([{ namespace: 'anonymousId', value }])
      const other = await read(url(), `${byQuery('anonymousId', value)}&include=identifiers`)
      expect(other.json, value).toMatchObject({ customerId: profile.customerId })
    }
  })

  it('finds halves of characters as the sign that stands for them', async () => {
    const lone =
      '{"anonymousId":"lone\\ud800","event":"\\udfff","properties":{"a\\ud800":"\\ud83d"}}'
    expect(await post(url(), 'track', lone)).toMatchObject({ json: { accepted: 1 } })
    const profile = await profileOnce(
      url(),
      `anonymousId:lone${encodeURIComponent('\ufffd')}`,
      () => true,
    )
    expect(profile.activityCount).toBe(1)
  })

  describe.each(['customerId', '__proto__', '1abc', 'a b', 'a-b', '', 'n'.repeat(65)])(
    'a namespace that is none, %j,',
    (type) => {
      const context = { externalIds: [{ id: `liar-${type}`, type }] }

      it('does not make an identifier', async () => {
        expect(await post(url(), 'page', { context })).toMatchObject({
          status: 400,
          json: { error: { code: 'NoIdentifier' } },
        })
      })

      it('does not keep the call from being accepted', async () => {
        const anonymousId = `beside-${type.slice(0, 10)}`
        expect(await post(url(), 'page', { context, anonymousId })).toMatchObject({ status: 200 })
        const key = `anonymousId:${encodeURIComponent(anonymousId)}`
        const profile = await profileOnce(url(), key, () => true)
        expect(profile.identifiers).toHaveLength(1)
      })
    },
  )

  it.each(['constructor', 'toString', 'hasOwnProperty', 'N'.repeat(64), 'loyalty_2'])(
    'takes %s for the namespace that it is',
    async (type) => {
      const context = { externalIds: [{ id: 'x', type }] }
      await post(url(), 'page', { context })
      const profile = await profileOnce(url(), `${type}:x`, () => true)
      expect(profile.identifiers).toMatchObject([{ namespace: type, value: 'x' }])
    },
  )

  it('takes cookieId for anonymousId', async () => {
    await post(url(), 'page', { anonymousId: 'second-name' })
    await profileOnce(url(), 'cookieId:second-name', () => true)
  })

  it.each(['null', '0', '00000000-0000-0000-0000-000000000000', 'anonymous', '"undefined"'])(
    'makes nobody of %s, but keeps the event',
    async (anonymousId) => {
      expect(await post(url(), 'page', { anonymousId })).toMatchObject({ json: { accepted: 1 } })
      expect(await read(url(), byQuery('anonymousId', anonymousId))).toMatchObject({
        status: 404,
        json: { error: { code: 'ProfileNotFound' } },
      })
    },
  )

  it('puts e-mail and phone of identify, the device and external ids into one profile', async () => {
    const traits = { email: 'Bea@Example.com', phone: '+49 171 1234567' }
    const context = { device: { id: 'dev/1' }, externalIds: [{ id: 'L1', type: 'loyaltyId' }] }
    await post(url(), 'identify', { userId: 'bea', anonymousId: 'bea-cookie', traits, context })
    const found: ProfileJson[] = []
    for (const [namespace, value] of [
      ['userId', 'bea'],
      ['anonymousId', 'bea-cookie'],
      ['email', 'bea@example.com'],
      ['phone', '+491711234567'],
      ['deviceId', 'dev/1'],
      ['loyaltyId', 'L1'],
    ] as const) {
      found.push(
        await profileOnce(url(), `${namespace}:${encodeURIComponent(value)}`, (p) => p.known),
      )
    }
    expect(new Set(found.map(({ customerId }) => customerId)).size).toBe(1)
    expect(found[0]?.identifiers).toHaveLength(6)
  })

  it.each([
    'userId:nobody',
    'customerId:nobody',
    'customerId:6ba7b810-9dad-41d1-80b4-00c04fd430c8',
    'x:',
  ])('answers 404 where nobody is: %s', async (key) => {
    const answer = await read(url(), `/v1/profiles/${key}`)
    expect(answer).toMatchObject({ status: 404, json: { error: { code: 'ProfileNotFound' } } })
  })

  it.each([
    '/v1/profiles/userId:%zz',
    '/v1/profiles/userId:%C3',
    '/v1/profiles?namespace=%&value=x',
  ])('refuses a look-up with broken percent-encoding: %s', async (path) => {
    const answer = await send(url(), path, { headers: keys.read })
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'InvalidRequest' } } })
  })
}
