import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { launchChromium, withoutChromium } from '../setup/chromium.ts'
import { cutOffSuite } from './browser/rudderstack.ts'
import { startRuntime, type Runtime } from './runtime.ts'

describe.skipIf(withoutChromium)('in a web page that is left and entered again', () => {
  let runtime: Runtime
  let browser: Browser

  beforeAll(async () => {
    ;[runtime, browser] = await Promise.all([startRuntime(), launchChromium()])
  })
  afterAll(async () => {
    await browser.close()
    await runtime.dispose()
  })

  describe('@rudderstack/analytics-js', () =>
    cutOffSuite(
      () => runtime.url,
      () => browser,
    ))
})
