import { describe, expect, it } from 'vitest'
import { readAddress } from '../../../../shared/platform/http/http-request.ts'
import { aRequest } from '../../../factories/http-request.ts'

const originOf = (headers: Record<string, string>) =>
  readAddress(aRequest({ path: '/v1/x?y=1', headers })).origin

describe('where a caller found Passerby', () => {
  it.each<[string, Record<string, string>, string]>([
    ['the address of the request', {}, 'http://127.0.0.1:7071'],
    ['TLS that ended before', { 'x-forwarded-proto': 'https' }, 'https://127.0.0.1:7071'],
    [
      'the host asked for',
      { 'x-forwarded-host': 'Data.Shop.example', 'x-forwarded-proto': 'https' },
      'https://data.shop.example',
    ],
    ['its port', { 'x-forwarded-host': 'localhost:8443' }, 'http://localhost:8443'],
    ['IPv6', { 'x-forwarded-host': '[::1]:8443' }, 'http://[::1]:8443'],
    [
      'the first of several proxies',
      { 'x-forwarded-host': 'a.example, b.example', 'x-forwarded-proto': 'https,http' },
      'https://a.example',
    ],
  ])('is %s', (_name, headers, origin) => {
    expect(originOf(headers)).toBe(origin)
  })

  it.each<[string, Record<string, string>]>([
    ['nothing', { 'x-forwarded-host': '', 'x-forwarded-proto': '' }],
    ['a path', { 'x-forwarded-host': 'evil.example/path' }],
    ['a user', { 'x-forwarded-host': 'user@evil.example' }],
    ['markup', { 'x-forwarded-host': '"><script>' }],
    ['another protocol', { 'x-forwarded-proto': 'javascript' }],
  ])('is not changed by %s', (_name, headers) => {
    expect(originOf(headers)).toBe('http://127.0.0.1:7071')
  })
})
