import { describe, expect, it } from 'vitest'
import { enterConsole, signIn } from '../../../../shared/platform/http/enter-console.ts'
import { nameOfSession } from '../../../../shared/platform/http/session.ts'
import { aRequest } from '../../../factories/http-request.ts'

const now = Date.parse('2026-01-31T12:00:00Z')
const published = [{ name: 'local', key: 'local-admin-key' }]
const own = [{ name: 'ops', key: 'an-admin-key-of-our-own' }]

describe('the door of the console', () => {
  it('is open on a developer machine with the published keys, with a session at once', () => {
    const config = { local: true, adminKeys: published }
    const entry = enterConsole(aRequest({ method: 'GET' }), { config, now })
    expect(entry.kind).toBe('open')
    const session = entry.kind === 'open' ? entry.cookie.value : undefined
    expect(nameOfSession(config, session, now)).toBe('local')
  })

  it.each([
    ['on a developer machine with own keys', { local: true, adminKeys: own }],
    ['elsewhere, whatever the keys', { local: false, adminKeys: published }],
  ])('is closed %s', (_, config) => {
    expect(enterConsole(aRequest({ method: 'GET' }), { config, now }).kind).toBe('outside')
  })

  it('lets in who has signed in', async () => {
    const config = { local: false, adminKeys: own }
    const form = aRequest({ body: 'key=+an-admin-key-of-our-own+' })
    const outcome = await signIn(form, { config, now })
    const value = outcome.kind === 'signedIn' ? outcome.cookie.value : ''
    const headers = { cookie: `passerby-session=${value}` }
    const later = { config, now: now + 1000 }
    expect(enterConsole(aRequest({ method: 'GET', headers }), later).kind).toBe('signedIn')
  })

  it.each([
    ['key=wrong', 401, 'not a valid admin key'],
    ['key=', 401, 'Enter an admin key'],
    ['', 401, 'Enter an admin key'],
    ['other=an-admin-key-of-our-own', 401, 'Enter an admin key'],
    [`key=${'x'.repeat(5000)}`, 413, 'too long'],
  ])('answers %.30s with what is wrong', async (body, status, problem) => {
    const outcome = await signIn(aRequest({ body }), {
      config: { local: true, adminKeys: own },
      now,
    })
    expect(outcome).toMatchObject({ kind: 'refused', status })
    expect(outcome).toHaveProperty('problem', expect.stringContaining(problem))
  })
})
