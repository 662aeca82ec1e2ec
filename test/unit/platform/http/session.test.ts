import { describe, expect, it } from 'vitest'
import {
  callerOfSession,
  cookieOfSession,
  nameOfSession,
  openSession,
} from '../../../../shared/platform/http/session.ts'
import { aRequest } from '../../../factories/http-request.ts'

const [oldKey, newKey] = ['an-admin-key-of-long-ago', 'an-admin-key-of-today-1']
const config = { adminKeys: [{ name: 'ops', key: oldKey }] }
const now = Date.parse('2026-01-31T12:00:00Z')
const hours = 60 * 60_000

describe('a session', () => {
  const session = openSession(oldKey, now)

  it('goes by the name of the key that opened it, for twelve hours', () => {
    expect(nameOfSession(config, session, now)).toBe('ops')
    expect(nameOfSession(config, session, now + 12 * hours - 1)).toBe('ops')
    expect(nameOfSession(config, session, now + 12 * hours)).toBeUndefined()
  })

  it('holds no key', () => {
    expect(session).toMatch(/^\d{13}\.[0-9a-f]{64}$/)
    expect(session).not.toContain(oldKey)
  })

  it('ends when its key is replaced, and lives on while both hold', () => {
    const both = { adminKeys: [{ name: 'new', key: newKey }, ...config.adminKeys] }
    expect(nameOfSession(both, session, now)).toBe('ops')
    const replaced = { adminKeys: [{ name: 'ops', key: newKey }] }
    expect(nameOfSession(replaced, session, now)).toBeUndefined()
  })

  it.each([
    undefined,
    '',
    'x',
    `${now}.`,
    session.slice(0, -1),
    `${session}0`,
    session.replace(/^\d/, '9'),
    session.replace(/.$/, (end) => (end === '0' ? '1' : '0')),
    `${now + hours}.${oldKey}`,
  ])('is not %j', (forged) => {
    expect(nameOfSession(config, forged, now)).toBeUndefined()
  })
})

describe('the caller of a request with a session', () => {
  const session = openSession(oldKey, now)
  const ask = (method: string, headers: Readonly<Record<string, string>>): string | undefined =>
    callerOfSession(aRequest({ method, headers }), { config, now })

  it('is found among other cookies', () => {
    const cookie = `a=1; passerby-session=${session}; b=passerby-session=x`
    expect(ask('GET', { cookie })).toBe('ops')
    expect(ask('GET', { cookie: 'other-passerby-session=x' })).toBeUndefined()
    expect(ask('GET', {})).toBeUndefined()
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('never writes: %s', (method) => {
    expect(ask(method, { cookie: `passerby-session=${session}` })).toBeUndefined()
  })

  it.each([
    ['same-origin', 'ops'],
    ['none', 'ops'],
    ['same-site', undefined],
    ['cross-site', undefined],
  ])('comes from here, which %s does or does not say', (from, caller) => {
    const headers = { cookie: `passerby-session=${session}`, 'sec-fetch-site': from }
    expect(ask('GET', headers)).toBe(caller)
  })
})

describe('the cookie of a session', () => {
  it('is out of reach for scripts and for other sites', () => {
    expect(cookieOfSession(aRequest(), 'value')).toMatchObject({
      value: 'value',
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: 43_200,
      secure: false,
    })
  })

  it.each([
    ['https', true],
    ['HTTPS, http', true],
    ['http', false],
    ['http, https', false],
  ])('is for HTTPS alone when the proxy says %s: %s', (proto, secure) => {
    const request = aRequest({ headers: { 'x-forwarded-proto': proto } })
    expect(cookieOfSession(request, 'value').secure).toBe(secure)
  })

  it('is taken away at the end', () => {
    expect(cookieOfSession(aRequest(), undefined)).toMatchObject({ value: '', maxAge: 0 })
  })
})
