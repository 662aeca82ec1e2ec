import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Cookie, HttpRequest } from '@azure/functions'
import type { AppConfig } from '../config/app-config.ts'
import { publicOrigin } from './public-origin.ts'

/** The cookie of a person who has signed in to the console. */
export const sessionCookie = 'passerby-session'

const lifetimeMs = 12 * 60 * 60_000

/**
 * The value of a session: when it ends, signed with an admin key. It holds no key, needs no store,
 * and ends early when that key is taken out of the settings.
 */
export function openSession(adminKey: string, now: number): string {
  const end = String(now + lifetimeMs)
  return `${end}.${signature(adminKey, end)}`
}

/** The name of the admin key behind a session; `undefined` when it is over or was never one. */
export function nameOfSession(
  { adminKeys }: Pick<AppConfig, 'adminKeys'>,
  session: string | undefined,
  now: number,
): string | undefined {
  const [, end = '', given = ''] = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(session ?? '') ?? []
  // One that ends later was made while the clock was ahead.
  if (end === '' || Number(end) <= now || Number(end) > now + lifetimeMs) return undefined
  return adminKeys.filter(({ key }) => isEqual(signature(key, end), given))[0]?.name
}

function signature(adminKey: string, end: string): string {
  return createHmac('sha256', adminKey).update(`console session until ${end}`).digest('hex')
}

/** Both are hexadecimal digests, hence of one length. */
function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/**
 * Who has signed in, for a request that only reads. SameSite keeps other sites away but not other
 * ports of this machine, so a browser that says where a request comes from must say: from here.
 */
export function callerOfSession(
  request: Pick<HttpRequest, 'method' | 'headers'>,
  { config, now }: { readonly config: Pick<AppConfig, 'adminKeys'>; readonly now: number },
): string | undefined {
  if (request.method !== 'GET' || !isFromConsole(request)) return undefined
  return nameOfSession(config, cookieOf(request.headers.get('cookie'), sessionCookie), now)
}

/** False where the browser says that another site's page makes the request. */
export function isFromConsole({ headers }: Pick<HttpRequest, 'headers'>): boolean {
  const from = headers.get('sec-fetch-site')
  return from === null || from === 'same-origin' || from === 'none'
}

function cookieOf(header: string | null, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** The cookie that begins a session, or ends it when the session is `undefined`. */
export function cookieOfSession(
  request: Pick<HttpRequest, 'url' | 'headers'>,
  session: string | undefined,
): Cookie {
  return {
    name: sessionCookie,
    value: session ?? '',
    maxAge: session === undefined ? 0 : lifetimeMs / 1000,
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: publicOrigin(request).startsWith('https:'),
  }
}
