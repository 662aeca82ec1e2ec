import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page with everything that must not happen on it. */
export interface WatchedPage {
  readonly page: Page
  /** Errors in the console of the browser, dialogs, and what its policy forbade. */
  readonly problems: string[]
  /** Addresses elsewhere that were asked for. */
  readonly outside: string[]
}

/** Opens a page for which there is nothing but the Passerby at this address. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ baseURL: url, ...options })
  const page = await context.newPage()
  const [problems, outside]: [string[], string[]] = [[], []]
  await context.route('**/*', (route) => {
    const address = route.request().url()
    if (address.startsWith(`${url}/`)) return route.continue()
    outside.push(address)
    return route.abort()
  })
  page.on('console', (message) => {
    // Chromium reports every 4xx as an error: of a look-up that is an answer.
    const isLookUp =
      message.text().includes('404') && /\/v1\/(profiles|identity)/.test(message.location().url)
    if (message.type() === 'error' && !isLookUp) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  if (options.javaScriptEnabled !== false) await reportViolations(page, problems)
  return { page, problems, outside }
}

async function reportViolations(page: Page, problems: string[]): Promise<void> {
  await page.exposeFunction('reportViolation', (text: string) => problems.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { reportViolation } = window as unknown as { reportViolation(text: string): void }
      reportViolation(`${event.violatedDirective}: ${event.blockedURI}`)
    })
  })
}

export const phone = { width: 390, height: 844 }
export const smallPhone = { width: 320, height: 640 }
export const desk = { width: 1440, height: 900 }

/** Expects no violation in light and dark, on a desk and a phone, and no sideways scroll. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const size of [desk, phone, smallPhone]) {
    await page.setViewportSize(size)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width, 'no sideways scroll').toBeLessThanOrEqual(size.width)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await violations(page), `${size.width} ${colorScheme}`).toEqual([])
    }
  }
  await page.setViewportSize(desk)
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const results = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  )
}
