import { describe, expect, it } from 'vitest'
import { keyOf, readAddress } from '../../../../shared/platform/http/http-request.ts'
import { aRequest } from '../../../factories/http-request.ts'

const addressOf = (path: string) => readAddress(aRequest({ method: 'GET', path }))

describe('the address of a request', () => {
  it.each([
    ['/v1/profiles/a:b', ['v1', 'profiles', 'a:b']],
    ['/a%2Fb/c', ['a/b', 'c']],
    ['/%23%3F%25%20%5C+', ['#?% \\+']],
    ['/%C3%A4', ['ä']],
    ['/a/', ['a', '']],
  ])('has the segments of %s, each decoded once', (path, segments) => {
    expect(addressOf(path).path).toEqual(segments)
  })

  it.each([
    ['?a=1&b=2', { a: '1', b: '2' }],
    ['?a=b=c', { a: 'b=c' }],
    ['?a=x+y%2Bz%26', { a: 'x y+z&' }],
    ['?a', { a: '' }],
    ['?', {}],
    ['?&&a=1&', { a: '1' }],
    ['?a=1&a=2', { a: '2' }],
    ['?%61=%C3%A4', { a: 'ä' }],
    ['?a=?/', { a: '?/' }],
  ])('has the options of %s', (search, options) => {
    expect(Object.fromEntries(addressOf(`/v1${search}`).query)).toEqual(options)
  })

  it.each(['/v1/%', '/v1/%zz', '/v1/%C3', '/v1?a=%', '/v1?%E4=1'])(
    'is refused when its percent-encoding is broken, as in %s',
    (path) => {
      expect(() => addressOf(path)).toThrow(
        expect.objectContaining({ code: 'InvalidRequest' }) as Error,
      )
    },
  )
})

describe('the key of a request', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

  it.each<[string, Record<string, string>, string]>([
    ['x-functions-key', { 'x-functions-key': 'KEY' }, ''],
    ['Ocp-Apim-Subscription-Key', { 'Ocp-Apim-Subscription-Key': 'KEY' }, ''],
    ['?code=', {}, '?code=KEY'],
    ['the user name of Basic', { authorization: basic('KEY:') }, ''],
    ['the user name of Basic beside a password', { authorization: basic('KEY:x:y') }, ''],
    ['Basic without a colon', { authorization: basic('KEY') }, ''],
    ['Basic in another case', { authorization: basic('KEY:').replace('B', 'b') }, ''],
    ['the header before the address', { 'x-functions-key': 'KEY' }, '?code=other'],
    ['the address where the header is empty', { 'x-functions-key': '' }, '?code=KEY'],
    ['Basic where the option is empty', { authorization: basic('KEY:') }, '?code='],
  ])('stands in %s', (_name, headers, search) => {
    const request = aRequest({ headers, path: `/v1/batch${search}` })
    expect(keyOf(request, readAddress(request).query)).toBe('KEY')
  })

  it.each([basic(':KEY'), basic(''), 'Basic', 'Basic ä', 'Bearer KEY', ''])(
    'is in no way %j',
    (authorization) => {
      const request = aRequest({ headers: { authorization } })
      expect(keyOf(request, new Map())).toBeUndefined()
    },
  )
})
