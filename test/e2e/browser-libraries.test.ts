import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { launchChromium, withoutChromium } from '../setup/chromium.ts'
import { withoutShared } from '../setup/shared-data.ts'
import { documentedCallsSuite } from './browser/documented-calls.ts'
import { rudderSuite } from './browser/rudderstack.ts'
import { segmentSuite } from './browser/segment.ts'
import { startRuntime, type Runtime } from './runtime.ts'

/** Browser libraries as they are published, in a browser that reaches nobody but Passerby. */
describe.skipIf(withoutChromium)('in a web page', () => {
  let runtime: Runtime
  let browser: Browser
  const url = (): string => runtime.url

  beforeAll(async () => {
    ;[runtime, browser] = await Promise.all([startRuntime(), launchChromium()])
  })
  afterAll(async () => {
    await browser.close()
    await runtime.dispose()
  })

  describe('@segment/analytics-next', () => segmentSuite(url, () => browser))
  describe('@rudderstack/analytics-js', () => rudderSuite(url, () => browser))
  describe.skipIf(withoutShared)('calls of the documentation', () =>
    documentedCallsSuite(url, () => browser),
  )
})
