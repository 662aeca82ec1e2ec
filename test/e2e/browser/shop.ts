import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { pollUntil } from '../../setup/poll-until.ts'
import { closeOutside } from './outside.ts'

/** A page of a web shop, on an origin of its own, that reaches nobody but Passerby. */
export interface Shop {
  readonly page: Page
  /** What the page logged as an error, and what it did not catch. */
  readonly errors: readonly string[]
  /** Waits until an error with this text is logged. */
  logged(text: string): Promise<void>
  /** Requests to anybody but the shop and Passerby. */
  readonly outside: readonly string[]
  /** Requests to Passerby, as `POST /v1/t`, in order. */
  readonly requests: readonly string[]
  /** Opens the page with the program; once more, where it has been left. */
  enter(): Promise<void>
  /** Goes to a page of the shop without the program. */
  leave(): Promise<void>
  close(): Promise<void>
}

export interface ShopOptions {
  /** Where the page finds Passerby. */
  readonly passerby: string
  /** JavaScript as its author writes it, with imports of packages. */
  readonly program: string
}

/** Serves a page with the program, bundled as web projects do it, and opens it. */
export async function openShop(browser: Browser, options: ShopOptions): Promise<Shop> {
  const site = await serve(await bundle(options.program))
  const outside = await closeOutside()
  const context = await browser.newContext({
    proxy: { server: outside.server, bypass: '127.0.0.1' },
  })
  const page = await context.newPage()
  const [elsewhere, requests, errors] = [[] as string[], [] as string[], [] as string[]]
  context.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === options.passerby) requests.push(`${request.method()} ${pathname}`)
    else if (origin !== site.url && origin !== 'null') elsewhere.push(request.url())
  })
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(String(error)))
  const enter = async (): Promise<void> => {
    await page.goto(site.url)
  }
  await enter()
  return {
    page,
    errors,
    logged: async (text) => {
      await pollUntil(async () => errors.find((error) => error.includes(text)))
    },
    get outside() {
      return [...elsewhere, ...outside.asked]
    },
    requests,
    enter,
    leave: async () => {
      await page.goto(`${site.url}/elsewhere`)
    },
    close: async () => {
      await context.close()
      await Promise.all([site.close(), outside.close()])
    },
  }
}

/** The program and all that it imports, unchanged, with its `analytics` in reach of the test. */
async function bundle(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `${program}\nglobalThis.analytics = analytics`, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

const pageWith = (head: string): string =>
  `<!doctype html><title>Shop</title><link rel="icon" href="data:,">${head}<p>Boots</p>`

async function serve(script: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(({ url = '' }, response) => {
    const isScript = url === '/app.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : pageWith(url === '/' ? '<script src="/app.js"></script>' : ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
