import type { HttpResponseInit } from '@azure/functions'
import { script, styles } from 'console-assets'
import { nameAssets } from '../../shared/console/assets.ts'
import { consolePage } from '../../shared/console/console-page.ts'
import { pageHeaders } from '../../shared/console/page-headers.ts'
import { signInPage } from '../../shared/console/sign-in-page.ts'
import { enterConsole, signIn } from '../../shared/platform/http/enter-console.ts'
import { httpRoute } from '../../shared/platform/http/route.ts'
import { cookieOfSession, isFromConsole } from '../../shared/platform/http/session.ts'

const assets = nameAssets({ script, styles })
const page = (body: string, more: HttpResponseInit = {}): HttpResponseInit => ({
  headers: pageHeaders,
  body,
  ...more,
})
const toConsole = { status: 303, headers: { Location: '/console', 'Cache-Control': 'no-store' } }
const access = 'public'

httpRoute(
  { name: 'console', method: 'GET', path: 'console', access },
  async ({ request }, context, { config }) => {
    const entry = enterConsole(request, { config, now: context.now() })
    if (entry.kind === 'outside') return page(signInPage({ assets }))
    const text = consolePage({ assets, config, mayLeave: entry.kind === 'signedIn' })
    return page(text, entry.kind === 'open' ? { cookies: [entry.cookie] } : {})
  },
)

httpRoute(
  { name: 'console-sign-in', method: 'POST', path: 'console/sign-in', access },
  async ({ request }, context, { config }) => {
    const outcome = await signIn(request, { config, now: context.now() })
    if (outcome.kind === 'signedIn') return { ...toConsole, cookies: [outcome.cookie] }
    return page(signInPage({ assets, problem: outcome.problem }), { status: outcome.status })
  },
)

// The address of the form that was refused, when somebody reloads it.
httpRoute(
  { name: 'console-sign-in-again', method: 'GET', path: 'console/sign-in', access },
  async () => toConsole,
)

httpRoute(
  { name: 'console-sign-out', method: 'POST', path: 'console/sign-out', access },
  async ({ request }) =>
    isFromConsole(request)
      ? { ...toConsole, cookies: [cookieOfSession(request, undefined)] }
      : toConsole,
)

httpRoute(
  { name: 'console-asset', method: 'GET', path: 'console/assets/{file}', access },
  async ({ parameters }) => {
    const found = [assets.script, assets.styles].find(({ name }) => name === parameters['file'])
    if (found === undefined) return { status: 404 }
    const headers = {
      'Content-Type': found.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    }
    return { headers, body: found.content }
  },
)
