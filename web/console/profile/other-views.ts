import { announce } from '../page/announce.ts'
import { ApiError } from '../page/api.ts'
import { element, part } from '../page/element.ts'
import { shorten } from '../page/format.ts'
import { identifierLink } from './identifier-link.ts'
import type { Identifier } from './search-text.ts'

function show(...children: readonly (Node | string)[]): void {
  part('profile').replaceChildren(element('div', { class: 'profile-note' }, ...children))
}

/** Before anybody is looked for. */
export function showIdle(): void {
  show(
    element(
      'p',
      { class: 'muted' },
      'Follow an identifier of a live call, or enter one, to see who she is and what she did.',
    ),
  )
}

export function showLooking(): void {
  show(element('p', { class: 'muted' }, 'Looking …'))
}

/** Nobody has this identifier; when a call has just named it, somebody soon will. */
export function showNone(text: string, isNamed: boolean): void {
  const [title, hint] = isNamed
    ? [
        'Just seen',
        'A call has named this identifier. Its profile appears in a moment, if it has one of its own.',
      ]
    : [
        'Nobody found',
        'No profile has this identifier. Values are compared as they were sent; e-mail addresses in lower case.',
      ]
  const words = [title, hint].join(' ')
  if (part('profile').textContent.startsWith(words)) return
  show(
    element('h3', {}, title),
    element('p', { class: 'muted' }, hint),
    element('p', {}, element('code', { class: 'break' }, shorten(text, 300))),
  )
  announce(words)
}

/** A value that belongs to several people. */
export function showSeveral(text: string, identifiers: readonly Identifier[]): void {
  const title = `${identifiers.length} profiles have the value ${shorten(text, 100)}`
  const links = identifiers.map((one) => element('li', {}, identifierLink(one)))
  show(element('h3', {}, title), element('ul', { class: 'identifiers' }, ...links))
  announce(title)
}

export function showFault(error: unknown): void {
  const reason = error instanceof ApiError ? `Passerby answers ${error.status}.` : 'No answer.'
  const notice = element(
    'p',
    { class: 'notice danger' },
    `The profile could not be fetched. ${reason}`,
  )
  show(notice)
  announce(notice.textContent)
}
