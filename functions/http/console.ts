import { app, type HttpHandler, type HttpMethod, type HttpResponseInit } from '@azure/functions'
import { script, styles } from 'console-assets'
import { nameAssets } from '../../shared/console/assets.ts'
import { consolePage } from '../../shared/console/console-page.ts'
import { pageHeaders } from '../../shared/console/page-headers.ts'
import { signInPage } from '../../shared/console/sign-in-page.ts'
import { enterConsole, signIn } from '../../shared/platform/http/enter-console.ts'
import { httpHandler } from '../../shared/platform/http/http-handler.ts'
import { cookieOfSession } from '../../shared/platform/http/session.ts'

const assets = nameAssets({ script, styles })
const page = (body: string, more: HttpResponseInit = {}): HttpResponseInit => ({
  headers: pageHeaders,
  body,
  ...more,
})
const toConsole = { status: 303, headers: { Location: '/console', 'Cache-Control': 'no-store' } }

const show = httpHandler({ access: 'public' }, async ({ request }, context, { config }) => {
  const entry = enterConsole(request, { config, now: context.now() })
  if (entry.kind === 'outside') return page(signInPage({ assets }))
  const text = consolePage({ assets, config, mayLeave: entry.kind === 'signedIn' })
  return page(text, entry.kind === 'open' ? { cookies: [entry.cookie] } : {})
})

const enter = httpHandler({ access: 'public' }, async ({ request }, context, { config }) => {
  if (request.method === 'GET') return toConsole
  const outcome = await signIn(request, { config, now: context.now() })
  if (outcome.kind === 'signedIn') return { ...toConsole, cookies: [outcome.cookie] }
  const { status, problem } = outcome
  return page(signInPage({ assets, problem }), { status })
})

const leave = httpHandler({ access: 'public' }, async ({ request }) => ({
  ...toConsole,
  cookies: [cookieOfSession(request, undefined)],
}))

const asset = httpHandler({ access: 'public' }, async ({ address }) => {
  const found = [assets.script, assets.styles].find(({ name }) => name === address.path[2])
  if (found === undefined) return { status: 404 }
  const headers = {
    'Content-Type': found.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
  }
  return { headers, body: found.content }
})

const routes: readonly (readonly [string, readonly HttpMethod[], string, HttpHandler])[] = [
  ['console', ['GET'], 'console', show],
  ['console-asset', ['GET'], 'console/assets/{file}', asset],
  ['console-sign-in', ['GET', 'POST'], 'console/sign-in', enter],
  ['console-sign-out', ['POST'], 'console/sign-out', leave],
]

for (const [name, methods, route, handler] of routes) {
  app.http(name, { route, methods: [...methods], authLevel: 'anonymous', handler })
}
