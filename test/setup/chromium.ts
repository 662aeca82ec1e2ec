import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** Debian's Chromium; another one by `PASSERBY_CHROMIUM`. */
const executablePath = process.env['PASSERBY_CHROMIUM'] ?? '/usr/bin/chromium'

/** Tests with a browser are skipped where there is none, except in CI, where they must run. */
export const withoutChromium = !existsSync(executablePath) && process.env['CI'] !== 'true'

/** A browser that asks nobody outside for anything on its own account. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
