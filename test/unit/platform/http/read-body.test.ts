import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { largestBody, readJson } from '../../../../shared/platform/http/read-body.ts'
import { aRequest } from '../../../factories/http-request.ts'

const read = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  readJson(aRequest({ body, headers }))

const bytes = (count: number): string => JSON.stringify('x'.repeat(count - 2))

describe('a body', () => {
  it.each([
    ['application/json'],
    ['text/plain;charset=UTF-8'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['nonsense'],
  ])('is JSON, also when it says to be %s', async (type) => {
    expect(await read('{"a":"ä"}', { 'content-type': type })).toEqual({ a: 'ä' })
  })

  it('may start with a byte order mark', async () => {
    expect(await read('\ufeff{"a":1}')).toEqual({ a: 1 })
  })

  it.each([
    ['gzip', gzipSync('{"a":1}')],
    ['GZIP ', gzipSync('{"a":1}')],
    ['x-gzip', gzipSync('{"a":1}')],
    ['deflate', deflateSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
    ['identity', Buffer.from('{"a":1}')],
    ['', Buffer.from('{"a":1}')],
  ])('is decompressed from %j', async (encoding, body) => {
    expect(await read(body, { 'content-encoding': encoding })).toEqual({ a: 1 })
  })

  it('may be as large as the bound, compressed or not', async () => {
    expect(await read(bytes(largestBody))).toHaveLength(largestBody - 2)
    const compressed = gzipSync(bytes(largestBody))
    expect(await read(compressed, { 'content-encoding': 'gzip' })).toHaveLength(largestBody - 2)
  })
})

describe('a body that is refused', () => {
  it.each<[string, string | Uint8Array, Record<string, string>, string]>([
    ['empty', '', {}, 'InvalidJson'],
    ['cut off', '{"a":', {}, 'InvalidJson'],
    ['no JSON', 'a=1', {}, 'InvalidJson'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), {}, 'InvalidJson'],
    ['too large', bytes(largestBody + 1), {}, 'BatchTooLarge'],
    [
      'too large when decompressed',
      gzipSync(bytes(largestBody + 1)),
      { 'content-encoding': 'gzip' },
      'BatchTooLarge',
    ],
    [
      'a bomb',
      gzipSync(Buffer.alloc(100 * 1024 * 1024)),
      { 'content-encoding': 'gzip' },
      'BatchTooLarge',
    ],
    [
      'a deflate bomb',
      deflateSync(Buffer.alloc(10 * 1024 * 1024)),
      { 'content-encoding': 'deflate' },
      'BatchTooLarge',
    ],
    [
      'a brotli bomb',
      brotliCompressSync(Buffer.alloc(10 * 1024 * 1024)),
      { 'content-encoding': 'br' },
      'BatchTooLarge',
    ],
    ['not compressed as it says', '{"a":1}', { 'content-encoding': 'gzip' }, 'InvalidEncoding'],
    [
      'cut off while compressed',
      gzipSync(bytes(9999)).subarray(0, 40),
      { 'content-encoding': 'gzip' },
      'InvalidEncoding',
    ],
    ['empty and compressed', '', { 'content-encoding': 'gzip' }, 'InvalidEncoding'],
    ['compressed, which it does not say', gzipSync('{"a":1}'), {}, 'InvalidJson'],
    ['of an unknown encoding', '{}', { 'content-encoding': 'zstd' }, 'UnsupportedEncoding'],
    ['encoded twice', '{}', { 'content-encoding': 'gzip, br' }, 'UnsupportedEncoding'],
    [
      'of an encoding that every object has',
      '{}',
      { 'content-encoding': 'constructor' },
      'UnsupportedEncoding',
    ],
  ])('is %s', async (_name, body, headers, code) => {
    await expect(read(body, headers)).rejects.toMatchObject({ code })
  })
})
