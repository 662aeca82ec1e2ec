import { announce } from '../page/announce.ts'
import { ApiError } from '../page/api.ts'
import { element, part, type Child } from '../page/element.ts'
import { countOf, shorten } from '../page/format.ts'
import { identifierLink } from './identifier-link.ts'
import type { MissingProfile, OtherEnd } from './missing-profile.ts'
import { searchText, type Identifier } from './search-text.ts'

/** Answers whether that is news: what stands there already stays, focused as it may be. */
function show(...children: readonly Child[]): boolean {
  const note = element('div', { class: 'profile-note' }, ...children)
  const place = part('profile')
  if (place.firstElementChild?.isEqualNode(note) === true) return false
  place.replaceChildren(note)
  return true
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
  const isNews = show(
    element('h3', {}, title),
    element('p', { class: 'muted' }, hint),
    element('p', {}, element('code', { class: 'break' }, shorten(text, 300))),
  )
  if (isNews) announce(`${title} ${hint}`)
}

/** Known, but no profile has it: why, and who may be meant. */
export function showMissing(missing: readonly MissingProfile[]): void {
  const title = 'No profile of its own'
  const hint = 'Calls carry this identifier, but what they tell is on the timelines of others.'
  const isNews = show(
    element('h3', {}, title),
    element('p', { class: 'muted' }, hint),
    ...missing.flatMap(missingParts),
  )
  const reasons = missing.flatMap((one) => one.reasons.map(({ message }) => message))
  if (isNews) announce([`${title}.`, hint, ...reasons].join(' '))
}

function missingParts({ identifier, reasons, more }: MissingProfile): Child[] {
  return [
    element('p', {}, element('code', { class: 'break' }, shorten(searchText(identifier), 300))),
    ...reasons.flatMap(({ message, ends }) => [
      element('p', { class: 'notice break' }, shorten(message, 600)),
      ends.length === 0
        ? undefined
        : element(
            'section',
            { class: 'part' },
            element('h4', {}, 'Seen with'),
            element('ul', { class: 'identifiers' }, ...ends.map(endItem)),
          ),
    ]),
    more > 0 ? element('p', { class: 'muted' }, `And with ${countOf(more, 'other')}.`) : undefined,
  ]
}

function endItem({ identifier, hasProfile, via }: OtherEnd): HTMLElement {
  const remark = [
    ...(via === undefined ? [] : [`through ${shorten(searchText(via), 80)}`]),
    ...(hasProfile ? [] : ['no profile either']),
  ].join(', ')
  return element(
    'li',
    {},
    identifierLink(identifier),
    remark === '' ? undefined : element('span', { class: 'muted seen break' }, remark),
  )
}

/** A value that belongs to several people. */
export function showSeveral(text: string, identifiers: readonly Identifier[]): void {
  const title = `${identifiers.length} profiles have the value ${shorten(text, 100)}`
  const links = identifiers.map((one) => element('li', {}, identifierLink(one)))
  const isNews = show(element('h3', {}, title), element('ul', { class: 'identifiers' }, ...links))
  if (isNews) announce(title)
}

export function showFault(error: unknown): void {
  const reason = error instanceof ApiError ? `Passerby answers ${error.status}.` : 'No answer.'
  const notice = element(
    'p',
    { class: 'notice danger' },
    `The profile could not be fetched. ${reason}`,
  )
  if (show(notice)) announce(notice.textContent)
}
