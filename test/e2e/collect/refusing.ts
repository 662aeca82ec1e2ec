import { deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { keys } from '../runtime.ts'
import { post, refusal, send } from './send.ts'

const large = JSON.stringify({ batch: [], filler: 'x'.repeat(600 * 1024) })
const gzip = { 'content-encoding': 'gzip' }
const call = { type: 'track', event: 'Seen', anonymousId: 'a' }

/** What collect does not take, and how it says so. */
export function refusingSuite(url: () => string): void {
  it.each<[string, number, string, string | Uint8Array | object, Record<string, string>]>([
    ['an empty body', 400, 'InvalidJson', '', {}],
    ['no JSON', 400, 'InvalidJson', '{"batch":[', {}],
    ['a form', 400, 'InvalidJson', 'batch=1', {}],
    ['bytes', 400, 'InvalidJson', Buffer.from([0, 255, 254, 1]), {}],
    ['brackets without end', 400, 'InvalidJson', '['.repeat(200_000), {}],
    ['null', 400, 'InvalidCall', 'null', {}],
    ['text', 400, 'InvalidCall', '"x"', {}],
    ['an array', 400, 'InvalidCall', [call], {}],
    ['an object without calls', 400, 'InvalidCall', {}, {}],
    ['a batch that is none', 400, 'InvalidCall', { batch: 'x' }, {}],
    ['an empty batch', 400, 'EmptyBatch', { batch: [] }, {}],
    ['a batch of nothing good', 400, 'InvalidCall', { batch: [7, null, {}] }, {}],
    [
      'a call nested without end',
      400,
      'InvalidCall',
      `{"batch":[${'['.repeat(9999)}${']'.repeat(9999)}]}`,
      {},
    ],
    ['broken gzip', 400, 'InvalidEncoding', 'not gzip', gzip],
    ['gzip that is cut off', 400, 'InvalidEncoding', gzipSync(large).subarray(0, 50), gzip],
    ['broken deflate', 400, 'InvalidEncoding', gzipSync('{}'), { 'content-encoding': 'deflate' }],
    ['an unknown encoding', 415, 'UnsupportedEncoding', '{}', { 'content-encoding': 'zstd' }],
    ['600 KiB', 413, 'BatchTooLarge', large, {}],
    ['600 KiB, compressed', 413, 'BatchTooLarge', gzipSync(large), gzip],
    ['a gzip bomb', 413, 'BatchTooLarge', gzipSync(Buffer.alloc(200 * 1024 * 1024)), gzip],
    [
      'a deflate bomb',
      413,
      'BatchTooLarge',
      deflateSync(Buffer.alloc(20 * 1024 * 1024)),
      { 'content-encoding': 'deflate' },
    ],
    ['more than 5,000 calls', 413, 'TooManyCalls', { batch: Array(5001).fill(call) }, {}],
  ])('refuses %s: %i %s', async (_name, status, code, body, headers) => {
    expect(await post(url(), 'batch', body, headers)).toMatchObject({ status, json: refusal(code) })
  })

  it.each<[string, number, string, string, object]>([
    ['of a wrong type', 400, 'UnknownType', 'batch', { ...call, type: 'pagee' }],
    ['without an identifier', 400, 'NoIdentifier', 'page', {}],
    ['with ids that are null', 400, 'NoIdentifier', 'page', { userId: null, anonymousId: null }],
    ['without what its type needs', 400, 'InvalidCall', 'track', { userId: 'u' }],
    ['with an id that is true', 400, 'InvalidCall', 'page', { userId: true }],
    ['with properties that are text', 400, 'InvalidCall', 'page', { userId: 'u', properties: 'x' }],
    [
      'with a messageId too long',
      400,
      'InvalidCall',
      'page',
      { userId: 'u', messageId: 'm'.repeat(257) },
    ],
    [
      'of 40 KiB',
      413,
      'EventTooLarge',
      'track',
      { ...call, properties: { text: 'x'.repeat(40 * 1024) } },
    ],
    [
      'of 10,000 properties',
      413,
      'EventTooLarge',
      'track',
      {
        ...call,
        properties: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`p${i}`, i])),
      },
    ],
  ])('refuses a lone call %s: %i %s', async (_name, status, code, address, body) => {
    const answer = await post(url(), address, body)
    expect(answer).toMatchObject({ status, json: refusal(code) })
    expect(answer.json).toMatchObject({ accepted: 0, rejected: [{ index: 0, code }] })
  })

  it('says of each call why, when none is accepted', async () => {
    const answer = await post(url(), 'batch', { batch: [{ type: 'page', messageId: 'm' }, 7] })
    expect(answer.json).toMatchObject({
      error: {
        code: 'InvalidCall',
        details: [
          { code: 'NoIdentifier', target: '/batch/0' },
          { code: 'InvalidCall', target: '/batch/1' },
        ],
      },
      rejected: [{ index: 0, messageId: 'm', code: 'NoIdentifier' }, { index: 1 }],
    })
  })

  it.each([
    ['GET', '/v1/batch'],
    ['PUT', '/v1/batch'],
    ['DELETE', '/v1/profiles/userId:u'],
    ['POST', '/v1/profiles/userId:u'],
    ['POST', '/v1/nothing'],
    ['POST', '/v1/batch/more'],
    ['GET', '/v1'],
    ['GET', '/api/v1/instances'],
    ['GET', '/v1/%zz'],
  ])('answers %s %s, which there is not, with 404 and no body', async (method, path) => {
    const answer = await send(url(), path, { method, headers: keys.admin })
    expect(answer).toMatchObject({ status: 404, text: '' })
  })

  it.each(['/v1/batch?x=%zz', '/v1/track?%=1', '/v1/t?code=%C3'])(
    'refuses an address with broken percent-encoding: %s',
    async (path) => {
      const answer = await send(url(), path, { method: 'POST', headers: keys.write, body: '{}' })
      expect(answer).toMatchObject({ status: 400, json: refusal('InvalidRequest') })
    },
  )
}
