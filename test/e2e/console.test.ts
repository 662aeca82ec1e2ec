import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium, withoutChromium } from '../setup/chromium.ts'
import { pollUntil } from '../setup/poll-until.ts'
import { hostile, hostileCall, hostileRefusal, hostileTraits } from './console/hostile.ts'
import { expectAccessible, openPage, phone, type WatchedPage } from './console/open-page.ts'
import { collect, keys, profileOnce, startRuntime, type Runtime } from './runtime.ts'

// Chromium and a whole Passerby at once take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

describe.skipIf(withoutChromium)('the console', () => {
  let runtime: Runtime
  let browser: Browser
  let watched: WatchedPage
  const rows = (text: string) => watched.page.locator('#calls-rows tr', { hasText: text })

  beforeAll(async () => {
    runtime = await startRuntime()
    browser = await launchChromium()
    watched = await openPage(browser, runtime.url, { permissions: ['clipboard-read'] })
    watched.page.setDefaultTimeout(30_000)
    await watched.page.goto('/')
  })
  afterAll(async () => {
    await browser.close()
    await runtime.dispose()
  })

  it('opens from the local address and says how to send the first call', async () => {
    const { page } = watched
    expect(new URL(page.url()).pathname).toBe('/console')
    await page.getByRole('heading', { name: 'Waiting for the first call' }).waitFor()
    await page.getByText('All is well').waitFor()
    await page.getByRole('button', { name: 'Copy the first call' }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain(
      `curl -s ${runtime.url}/v1/track -H 'x-functions-key: local-write-key'`,
    )
    await expectAccessible(page)
  })

  it('shows a call as it arrives, without a reload', async () => {
    await watched.page.evaluate(() => document.body.setAttribute('data-never-reloaded', ''))
    await collect(runtime.url, 'batch', { batch: visit('CookieID1') })
    await rows('Added to cart').waitFor()
    const row = await rows('Added to cart').innerText()
    for (const text of ['track', 'anonymousId:CookieID1', 'local', 'Accepted']) {
      expect(row).toContain(text)
    }
    expect(await rows('CookieID1').count()).toBe(4)
    expect(await watched.page.locator('[data-never-reloaded]').count()).toBe(1)
    await watched.page.getByText('Unknown profiles').waitFor()
    await expectAccessible(watched.page)
  })

  it('shows a refused call with its code, its reason, and the way to what they mean', async () => {
    const { page } = watched
    await collect(runtime.url, 'track', { event: 'Product viewed' })
    await rows('NoIdentifier').waitFor()
    await page.getByRole('radio', { name: 'Refused' }).check()
    expect(await page.locator('#calls-rows tr').count()).toBe(1)
    const row = await rows('NoIdentifier').innerText()
    for (const text of ['Refused', 'A call needs an identifier: anonymousId']) {
      expect(row).toContain(text)
    }
    const link = page.getByRole('link', { name: 'NoIdentifier' })
    expect(await link.getAttribute('href')).toBe('/docs/errors.md#noidentifier')
    await expectAccessible(page)
    await page.getByLabel('Filter calls by text').fill('no such words')
    await page.getByText('No call fits the filter.').waitFor()
    await page.getByLabel('Filter calls by text').fill('')
    await page.getByRole('radio', { name: 'All' }).check()
  })

  it('finds a profile by a call, with the timeline that the interface answers', async () => {
    const { page } = watched
    await rows('Added to cart').getByRole('link', { name: 'anonymousId:CookieID1' }).click()
    await page.locator('.who-is', { hasText: 'Unknown' }).waitFor()
    expect(page.url()).toContain('#profile=anonymousId:CookieID1')
    expect(await shownTimeline()).toEqual(await answeredTimeline('anonymousId:CookieID1'))
    await page.locator('.activity summary').first().click()
    await page.locator('.activity details', { hasText: 'leather shoes' }).first().waitFor()
    await expectAccessible(page)
  })

  it('keeps a profile fresh, with what is opened, when she does something', async () => {
    const { page } = watched
    const opened = page.locator('.activity details[open]')
    await page.getByText('Find a profile').click()
    await collect(runtime.url, 'identify', {
      anonymousId: 'CookieID1',
      userId: 'abc123',
      traits: { email: 'ann@example.com', firstName: 'Ann' },
    })
    await page.locator('.who-is', { hasText: 'Known' }).waitFor()
    await page.getByRole('heading', { name: 'Ann', exact: true }).waitFor()
    await page.locator('.activity', { hasText: 'identify' }).waitFor()
    expect(await opened.count()).toBe(1)
    expect(await shownTimeline()).toEqual(await answeredTimeline('userId:abc123'))
  })

  it('finds her by a bare value, says when there is nobody, and goes back', async () => {
    const { page } = watched
    const search = page.getByLabel('Any identifier of hers')
    await search.fill('nobody-has-this')
    await search.press('Enter')
    await page.getByRole('heading', { name: 'Nobody found' }).waitFor()
    await search.fill(' ann@example.com ')
    await search.press('Enter')
    await page.getByRole('heading', { name: 'Ann', exact: true }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Nobody found' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Ann', exact: true }).waitFor()
    expect(await search.inputValue()).toBe('anonymousId:CookieID1')
  })

  it('says why a cookie has no profile of its own, and leads to whose it was', async () => {
    const { page } = watched
    const search = page.getByLabel('Any identifier of hers')
    await collect(runtime.url, 'batch', { batch: sixCookies(`bea-${hostile}`) })
    await profileOnce(runtime.url, 'anonymousId:six-6', ({ identifiers }) =>
      identifiers.every(({ value }) => value !== 'six-1'),
    )
    await search.fill('six-1')
    await search.press('Enter')
    await page.getByRole('heading', { name: 'No profile of its own' }).waitFor()
    await page.locator('#profile').getByText('A profile keeps at most 5').waitFor()
    await expectAccessible(page)
    await page
      .locator('#profile')
      .getByRole('link', { name: `userId:bea-${hostile}` })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Bea', exact: true }).waitFor()
    await pollUntil(async () => ((await focused()).text === 'Find a profile' ? true : undefined))
  })

  it('shows a small screen whom the address names, and then leaves it alone', async () => {
    const { page } = await openPage(browser, runtime.url, { viewport: phone })
    await page.goto('/console#profile=anonymousId:six-6')
    await page.getByRole('heading', { name: 'Bea', exact: true }).waitFor()
    const top = () => page.locator('#profile-name').evaluate((e) => e.getBoundingClientRect().top)
    await page.locator('#calls-rows tr').first().waitFor()
    await pollUntil(async () => ((await top()) < phone.height ? true : undefined))
    expect(await top()).toBeGreaterThan(0)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
    await page.mouse.wheel(0, -10_000)
    await pollUntil(async () => ((await top()) > phone.height ? true : undefined))
    await collect(runtime.url, 'track', { anonymousId: 'six-6', event: 'Came back' })
    await page.locator('.activity', { hasText: 'Came back' }).waitFor()
    expect(await top()).toBeGreaterThan(phone.height)
    await page.context().close()
    // What comes next counts the calls that are new.
    await rows('Came back').waitFor()
  })

  it('holds new calls while it is paused, and shows them when asked', async () => {
    const { page } = watched
    await page.getByRole('button', { name: 'Pause' }).click()
    await collect(runtime.url, 'track', { anonymousId: 'CookieID2', event: 'While paused' })
    await page.getByRole('button', { name: 'Show 1 new call' }).click()
    await rows('While paused').waitFor()
    await collect(runtime.url, 'track', { anonymousId: 'CookieID2', event: 'Still paused' })
    await page.getByRole('button', { name: 'Show 1 new call' }).waitFor()
    expect(await rows('Still paused').count()).toBe(0)
    await page.getByRole('button', { name: 'Resume' }).click()
    await rows('Still paused').waitFor()
  })

  it('is used with the keyboard alone', async () => {
    const { page } = watched
    await page.goto('about:blank')
    await page.goto('/console')
    await rows('Still paused').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await tabUntil('Pause')).toContain('outline')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await page.keyboard.press('Enter')
    await tabUntil('anonymousId:CookieID2')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'CookieID2' }).waitFor()
    await pollUntil(async () => ((await focused()).text === 'Find a profile' ? true : undefined))
    await tabUntil('Details')
    await page.keyboard.press('Enter')
    expect(await page.locator('.activity details[open]').count()).toBe(1)
    await tabUntil('Browser')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('heading', { name: 'Send calls from your backend' }).waitFor()
  })

  it('shows whatever a sender writes as text', async () => {
    const { page } = watched
    await collect(runtime.url, 'track', hostileCall)
    await collect(runtime.url, 'identify', hostileTraits)
    await collect(runtime.url, 'track', hostileRefusal)
    await collect(runtime.url, 'batch', { batch: [{ ...hostileRefusal, type: hostile }] })
    await rows('UnknownType').waitFor()
    expect(await rows('Viewed <').innerText()).toContain(`Viewed ${hostile}`)
    await page.goto(`/console#profile=${encodeURIComponent(hostile)}`)
    await page.locator('.activity', { hasText: 'Viewed <' }).waitFor()
    for (const summary of await page.locator('summary').all()) await summary.click()
    const shown = await page.locator('#profile').innerText()
    for (const text of [
      `key ${hostile}`,
      `trait ${hostile}`,
      `1${hostile}`,
      `loyaltyId:${hostile}`,
    ]) {
      expect(shown).toContain(text)
    }
    expect(await page.locator('main script, main img, a[href^="javascript:"]').count()).toBe(0)
    await expectAccessible(page)
  })

  it('has asked nobody else for anything, and nothing went wrong on it', () => {
    expect(watched.outside).toEqual([])
    expect(watched.problems).toEqual([])
  })

  function shownTimeline(): Promise<string[]> {
    return watched.page.locator('.activity').evaluateAll((items) =>
      items.map((item) => {
        const type = item.querySelector('strong')?.textContent ?? ''
        return `${type} ${item.querySelector('time')?.getAttribute('datetime') ?? ''}`
      }),
    )
  }

  async function answeredTimeline(key: string): Promise<string[]> {
    await profileOnce(runtime.url, key, () => true)
    const response = await fetch(`${runtime.url}/v1/profiles/${key}?include=activities`, {
      headers: keys.read,
    })
    const { activities } = (await response.json()) as {
      activities: { value: { type: string; time: string }[] }
    }
    return activities.value.map(({ type, time }) => `${type} ${time}`)
  }

  function focused(): Promise<{ text: string; outline: string }> {
    return watched.page.evaluate(() => {
      const element = document.activeElement
      const text = element?.textContent.trim() ?? ''
      const { outlineStyle } = getComputedStyle(element ?? document.body)
      return { text, outline: outlineStyle === 'none' ? '' : `outline ${outlineStyle}` }
    })
  }

  /** Goes on with Tab until something with this text has the focus; answers how that is seen. */
  async function tabUntil(text: string): Promise<string> {
    for (let presses = 0; presses < 100; presses += 1) {
      await watched.page.keyboard.press('Tab')
      const found = await focused()
      if (found.text === text) return found.outline
    }
    throw new Error(`Tab does not lead to ${text}`)
  }
})

function visit(anonymousId: string): object[] {
  const call = (event: string, timestamp: string) => ({
    type: 'track',
    anonymousId,
    event,
    timestamp,
    properties: { UserID: 'abc123', category: 'leather shoes' },
  })
  return [
    call('Product viewed', '2022-09-15T09:00:00Z'),
    call('Product viewed', '2022-09-18T10:05:00Z'),
    call('Added to cart', '2022-09-18T10:10:00Z'),
    call('Product viewed', '2022-09-21T09:05:00Z'),
  ]
}

/** Somebody with one cookie more than a profile keeps. */
function sixCookies(userId: string): object[] {
  return [1, 2, 3, 4, 5, 6].map((day) => ({
    type: 'identify',
    anonymousId: `six-${day}`,
    userId,
    timestamp: `2022-09-0${day}T09:00:00Z`,
    traits: { firstName: 'Bea' },
  }))
}
