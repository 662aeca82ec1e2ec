import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../../setup/chromium.ts'

interface Opened {
  readonly browser: Browser
  readonly server: http.Server
}

const opened: Opened[] = []

/** Opens a page with the script in a browser; it stays open, so that what it sends arrives. */
export async function openPage(script: string): Promise<void> {
  const bundle = await build({
    stdin: { contents: script, resolveDir: process.cwd() },
    ...{ bundle: true, write: false, format: 'esm', logLevel: 'error' },
  })
  const code = bundle.outputFiles[0]?.text ?? ''
  const server = http.createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(
      isScript ? code : '<title>Shop</title><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await launchChromium()
  opened.push({ browser, server })
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  if (problems.length > 0) throw new Error(`The page fails: ${problems.join('; ')}`)
}

export async function closePages(): Promise<void> {
  for (const { browser, server } of opened.splice(0)) {
    await browser.close()
    server.close()
  }
}
