import { describe, expect, it } from 'vitest'
import { readAddress } from '../../../../shared/platform/http/http-request.ts'
import {
  identifierOfKey,
  profileByQueryOptions,
  profileOptions,
  profileQuery,
} from '../../../../shared/platform/http/profile-query.ts'
import { parseQuery } from '../../../../shared/platform/http/query-options.ts'
import { aRequest } from '../../../factories/http-request.ts'

const query = (path: string) => {
  const address = readAddress(aRequest({ method: 'GET', path }))
  const key = address.path[2] ?? ''
  if (key !== '') {
    const options = parseQuery(profileOptions, address.query)
    return profileQuery(identifierOfKey(key), options, address)
  }
  const { namespace, value, ...options } = parseQuery(profileByQueryOptions, address.query)
  return profileQuery({ namespace, value }, options, address)
}

describe('the identifier of a look-up', () => {
  it.each([
    ['/v1/profiles/anonymousId:x', 'anonymousId', 'x'],
    ['/v1/profiles/email:a%40b.c', 'email', 'a@b.c'],
    ['/v1/profiles/crm:a:b', 'crm', 'a:b'],
    ['/v1/profiles/crm%3Ax', 'crm', 'x'],
    ['/v1/profiles/crm:%2F%23%3F%25', 'crm', '/#?%'],
    ['/v1/profiles/crm:a+b', 'crm', 'a+b'],
    ['/v1/profiles?namespace=crm&value=a%2Bb+c', 'crm', 'a+b c'],
    ['/v1/profiles?namespace=crm&value=', 'crm', ''],
    ['/v1/profiles/?namespace=crm&value=/', 'crm', '/'],
  ])('of %s is %s and %s', (path, namespace, value) => {
    expect(query(path).identifier).toEqual({ namespace, value })
  })

  it.each([
    ['/v1/profiles/x', 'InvalidRequest', 'key'],
    ['/v1/profiles/:x', 'InvalidRequest', 'key'],
    ['/v1/profiles', 'InvalidOption', 'namespace'],
    ['/v1/profiles?namespace=crm', 'InvalidOption', 'value'],
    ['/v1/profiles?namespace=&value=x', 'InvalidOption', 'namespace'],
    ['/v1/profiles?value=x', 'InvalidOption', 'namespace'],
  ])('is missed in %s', (path, code, target) => {
    expect(() => query(path)).toThrow(expect.objectContaining({ code, target }) as Error)
  })
})

describe('the options of a look-up', () => {
  it('are all optional', () => {
    const { include, timeline } = query('/v1/profiles/a:b')
    expect(include.size).toBe(0)
    expect(timeline).toMatchObject({ top: 100 })
  })

  it('are read from the query', () => {
    const { include, timeline } = query(
      '/v1/profiles/a:b?include=identifiers,%20activities&top=5&type=Product+Viewed' +
        '&since=2026-01-01&until=2026-02-01T00:00:00%2B01:00',
    )
    expect([...include]).toEqual(['identifiers', 'activities'])
    expect(timeline).toMatchObject({
      top: 5,
      type: 'Product Viewed',
      since: Date.UTC(2026, 0, 1),
      until: Date.UTC(2026, 0, 31, 23),
    })
  })

  it.each([
    ['top=0', 'top'],
    ['top=1001', 'top'],
    ['top=-1', 'top'],
    ['top=1.5', 'top'],
    ['top=x', 'top'],
    ['top=', 'top'],
    ['include=nonsense', 'include'],
    ['include=activities,nonsense', 'include'],
    ['include=__proto__', 'include'],
    ['since=x', 'since'],
    ['since=', 'since'],
    ['until=2026-02-30', 'until'],
    ['after=x', 'after'],
  ])('are refused by name: %s', (option, target) => {
    expect(() => query(`/v1/profiles/a:b?${option}`)).toThrow(
      expect.objectContaining({ code: 'InvalidOption', target }) as Error,
    )
  })
})

describe('the link to the next page', () => {
  it('has the same address and options, goes on after the given key, and carries no API key', () => {
    const path = '/v1/profiles/crm:a%2Fb?include=activities&type=a%26b&code=SECRET&after=x'
    const address = readAddress(aRequest({ method: 'GET', path: path.replace('&after=x', '') }))
    const link = query(path.replace('&after=x', '')).nextLink('KEY')
    expect(link).not.toContain('SECRET')
    const next = readAddress({ url: link, headers: new Headers() })
    expect(next.path).toEqual(address.path)
    expect(Object.fromEntries(next.query)).toEqual({
      include: 'activities',
      type: 'a&b',
      after: 'KEY',
    })
    expect(link.startsWith('http://127.0.0.1:7071/v1/profiles/')).toBe(true)
  })
})
