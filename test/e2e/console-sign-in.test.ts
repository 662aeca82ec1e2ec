import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium, withoutChromium } from '../setup/chromium.ts'
import { expectAccessible, openPage } from './console/open-page.ts'
import { startRuntime, type Runtime } from './runtime.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const adminKey = 'an-admin-key-of-our-own'
const ownKeys = {
  PASSERBY_ADMIN_KEYS: `ops:${adminKey}`,
  PASSERBY_WRITE_KEYS: 'web:a-write-key-of-our-own',
}

describe('a console with keys of its own', () => {
  let runtime: Runtime
  const send = (path: string, body: string): Promise<Response> =>
    fetch(`${runtime.url}${path}`, { method: 'POST', body, redirect: 'manual' })
  const cookieOf = (response: Response): string =>
    (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

  beforeAll(async () => {
    runtime = await startRuntime({ environment: ownKeys })
  })
  afterAll(() => runtime.dispose())

  it('asks for a key and shows no others', async () => {
    const response = await fetch(`${runtime.url}/console`)
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).not.toMatch(/-key-of-our-own|local-/)
  })

  it('answers a wrong key with the form and 401', async () => {
    const wrong = await send('/console/sign-in', 'key=local-admin-key')
    expect(wrong.status).toBe(401)
    expect(cookieOf(wrong)).toBe('')
    expect(await wrong.text()).toContain('This is not a valid admin key')
    expect((await send('/console/sign-in', `key=${'x'.repeat(9000)}`)).status).toBe(413)
  })

  it('gives a session that reads, and does nothing else', async () => {
    const response = await send('/console/sign-in', `key=${adminKey}`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console'])
    const cookie = cookieOf(response)
    expect(cookie).not.toContain(adminKey)
    const ask = async (path: string, init: RequestInit = {}): Promise<number> => {
      const headers = { cookie, ...(init.headers as Record<string, string> | undefined) }
      return (await fetch(`${runtime.url}${path}`, { ...init, headers })).status
    }
    const events = '/v1/instances/default/manage/events'
    expect(await ask(events)).toBe(200)
    expect(await ask('/v1/profiles/userId:nobody')).toBe(404)
    expect(await ask(events, { headers: { 'sec-fetch-site': 'same-site' } })).toBe(401)
    // A gateway may have added it.
    expect(await ask(events, { headers: { 'x-functions-key': 'unknown' } })).toBe(200)
    const jobs = '/v1/instances/default/workflows/main/jobs?operationType=sweep'
    expect(await ask(jobs, { method: 'POST' })).toBe(401)
    const track = { method: 'POST', body: '{"anonymousId":"a","event":"e"}' }
    expect(await ask('/v1/track', track)).toBe(401)
    const health = await fetch(`${runtime.url}/health`, { headers: { cookie } })
    expect(await health.json()).toHaveProperty('dependencies')
  })

  it.skipIf(withoutChromium).each([true, false])(
    'is entered and left through its form, with scripts: %s',
    async (javaScriptEnabled) => {
      const browser: Browser = await launchChromium()
      try {
        const { page, outside, problems } = await openPage(browser, runtime.url, {
          javaScriptEnabled,
        })
        await page.goto('/console')
        if (javaScriptEnabled) await expectAccessible(page)
        await page.getByLabel('Admin key').fill('wrong')
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.getByText('This is not a valid admin key').waitFor()
        if (javaScriptEnabled) await expectAccessible(page)
        await page.getByLabel('Admin key').fill(adminKey)
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.getByRole('heading', { name: 'Live calls' }).waitFor()
        if (javaScriptEnabled) {
          // The call above that came without a key.
          await page.getByText('came without a valid write key').waitFor()
          expect(await page.locator('#connect').innerText()).toContain('YOUR_WRITE_KEY')
        }
        const [cookie] = await page.context().cookies()
        expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.getByLabel('Admin key').waitFor()
        expect(await page.context().cookies()).toEqual([])
        expect(outside).toEqual([])
        expect(problems.filter((text) => !text.includes('401'))).toEqual([])
      } finally {
        await browser.close()
      }
    },
  )
})
