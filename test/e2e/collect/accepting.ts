import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { profileOnce } from '../runtime.ts'
import { post } from './send.ts'

const routes = [
  ['identify', 'i', {}],
  ['track', 't', { event: 'Seen' }],
  ['page', 'p', { name: 'Home' }],
  ['screen', 's', { name: 'Home' }],
  ['group', 'g', { groupId: 'g1' }],
  ['alias', 'a', {}],
] as const

const ok = (accepted: number) => ({
  status: 200,
  json: { success: true, accepted, rejected: [] },
})

/** Every address and every form in which a body may come. */
export function acceptingSuite(url: () => string): void {
  it.each(routes)(
    'takes %s calls at both addresses, single and in batches',
    async (type, letter, own) => {
      const call = { userId: `routes-${type}`, previousId: `earlier-${type}`, ...own }
      for (const address of [type, letter]) {
        expect(await post(url(), address, { ...call, messageId: `${address}-1` })).toMatchObject(
          ok(1),
        )
        const batch = [
          { ...call, messageId: `${address}-2` },
          { ...call, messageId: `${address}-3` },
        ]
        expect(await post(url(), address, { batch })).toMatchObject(ok(2))
      }
      const profile = await profileOnce(
        url(),
        `userId:${call.userId}`,
        (p) => p.activityCount === 6,
      )
      const name = type === 'track' ? 'Seen' : type
      expect(profile.activities.value.map((activity) => activity.type)).toEqual(Array(6).fill(name))
    },
  )

  it.each(['batch', 'b'])('takes batches and typed calls at %s', async (address) => {
    const batch = routes.map(([type, , own]) => ({
      type,
      userId: `all-${address}`,
      previousId: `earlier-${address}`,
      ...own,
    }))
    expect(await post(url(), address, { batch })).toMatchObject(ok(6))
    expect(await post(url(), address, batch[0])).toMatchObject(ok(1))
    const profile = await profileOnce(url(), `userId:all-${address}`, (p) => p.activityCount === 7)
    expect(new Set(profile.activities.value.map(({ type }) => type))).toEqual(
      new Set(['identify', 'Seen', 'page', 'screen', 'group', 'alias']),
    )
  })

  const body = JSON.stringify({ anonymousId: 'forms', event: 'Seen' })
  it.each<[string, string | Uint8Array, Record<string, string>]>([
    ['as text/plain, as beacons do', body, { 'content-type': 'text/plain;charset=UTF-8' }],
    ['as a form that is none', body, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['with a type that is none', body, { 'content-type': 'x' }],
    ['with a byte order mark', `\ufeff${body}`, {}],
    ['with gzip', gzipSync(body), { 'content-encoding': 'gzip' }],
    ['with deflate', deflateSync(body), { 'content-encoding': 'deflate' }],
    ['with brotli', brotliCompressSync(body), { 'content-encoding': 'br' }],
    ['with no compression, which it says', body, { 'content-encoding': 'identity' }],
  ])('takes a body %s', async (_name, bytes, headers) => {
    expect(await post(url(), 'track', bytes, headers)).toMatchObject(ok(1))
  })

  it('takes as many calls as the bound', async () => {
    const batch = Array.from({ length: 5000 }, () => ({ type: 'page', userId: 'null' }))
    expect(await post(url(), 'batch', { batch })).toMatchObject(ok(5000))
  })

  it('judges each call of a batch by itself', async () => {
    const good = { type: 'track', event: 'Seen', anonymousId: 'beside' }
    const large = { ...good, messageId: 'large', properties: { text: 'x'.repeat(40 * 1024) } }
    const batch = [good, large, { ...good, type: 'x' }, 7, { type: 'page' }, good]
    const answer = await post(url(), 'batch', { batch })
    expect(answer).toMatchObject({
      status: 200,
      json: {
        success: true,
        accepted: 2,
        rejected: [
          { index: 1, messageId: 'large', code: 'EventTooLarge' },
          { index: 2, code: 'UnknownType' },
          { index: 3, code: 'InvalidCall' },
          { index: 4, code: 'NoIdentifier' },
        ],
      },
    })
    await profileOnce(url(), 'anonymousId:beside', (profile) => profile.activityCount === 2)
  })

  it('keeps thousands of properties', async () => {
    const properties = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`p${i}`, 1]))
    const call = { anonymousId: 'many', event: 'Seen', properties }
    expect(await post(url(), 'track', call)).toMatchObject(ok(1))
    const profile = await profileOnce(url(), 'anonymousId:many', () => true)
    expect(profile.activities.value).toMatchObject([{ properties }])
  })

  it('takes names that mean something to JavaScript as plain ones', async () => {
    const odd = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":7'
    const call = `{"anonymousId":"odd","type":"identify",${odd},"traits":{${odd},"plan":"pro"},"context":{${odd}}}`
    expect(await post(url(), 'identify', call)).toMatchObject(ok(1))
    expect(
      await post(url(), 'batch', `{"batch":[${call}],${odd},"context":{${odd}}}`),
    ).toMatchObject(ok(1))
    const profile = await profileOnce(url(), 'anonymousId:odd', (p) => p.activityCount === 2)
    expect(profile.attributes).toMatchObject({ plan: 'pro', toString: 7 })
    expect(profile.attributes).not.toHaveProperty('polluted')
  })

  it('takes the same call sent again for one event', async () => {
    const call = { anonymousId: 'again', event: 'Seen', timestamp: '2026-01-01T00:00:00Z' }
    for (let copy = 0; copy < 3; copy += 1) await post(url(), 'track', { ...call, sentAt: copy })
    await post(url(), 'page', { anonymousId: 'again' })
    const profile = await profileOnce(url(), 'anonymousId:again', (p) => p.activityCount > 1)
    expect(profile.activityCount).toBe(2)
  })
}
