import type { Cookie, HttpRequest } from '@azure/functions'
import type { AppConfig } from '../config/app-config.ts'
import { isPublishedKey } from '../config/keys.ts'
import { holdsAdminKey } from './access.ts'
import { readForm } from './read-form.ts'
import { publicOrigin } from './public-origin.ts'
import { callerOfSession, cookieOfSession, isFromConsole, openSession } from './session.ts'

interface Doorway {
  readonly config: Pick<AppConfig, 'local' | 'adminKeys'>
  readonly now: number
}

/** How somebody stands at the console: let in by the page itself, signed in, or outside. */
export type Entry =
  | { readonly kind: 'open'; readonly cookie: Cookie }
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'outside' }

/**
 * On a developer's machine with the published keys the console opens without a sign-in; not under
 * a foreign name, which a page may have given to this machine's address to read along.
 */
export function enterConsole(request: HttpRequest, { config, now }: Doorway): Entry {
  const published = config.adminKeys.find(({ key }) => config.local && isPublishedKey(key))
  if (published !== undefined && isLoopbackName(publicOrigin(request))) {
    return { kind: 'open', cookie: cookieOfSession(request, openSession(published.key, now)) }
  }
  const caller = callerOfSession(request, { config, now })
  return { kind: caller === undefined ? 'outside' : 'signedIn' }
}

function isLoopbackName(origin: string): boolean {
  return /^https?:\/\/(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(
    origin,
  )
}

/** What came of a try to sign in. */
export type SignIn =
  | { readonly kind: 'signedIn'; readonly cookie: Cookie }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 413; readonly problem: string }

/** Takes the key out of the form of a request. */
export async function signIn(request: HttpRequest, { config, now }: Doorway): Promise<SignIn> {
  if (!isFromConsole(request)) {
    return { kind: 'refused', status: 403, problem: 'Sign in on this page, not from another site.' }
  }
  const form = await readForm(request)
  if (form === undefined) {
    return { kind: 'refused', status: 413, problem: 'That is far too long to be a key.' }
  }
  const key = (form.get('key') ?? '').trim()
  if (!holdsAdminKey(config, key)) {
    const problem =
      key === ''
        ? 'Enter an admin key.'
        : 'This is not a valid admin key. Keys for reading and for collecting do not open the console.'
    return { kind: 'refused', status: 401, problem }
  }
  return { kind: 'signedIn', cookie: cookieOfSession(request, openSession(key, now)) }
}
