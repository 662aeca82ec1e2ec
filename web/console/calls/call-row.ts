import { element } from '../page/element.ts'
import { countOf, formatClock, shorten } from '../page/format.ts'
import type { ServerClock } from '../page/server-clock.ts'
import { agoElement, timeElement } from '../page/times.ts'
import { identifierLink } from '../profile/identifier-link.ts'
import type { Call } from './call-log.ts'

type Entry = Call['entry']

const mostLinks = 4

/** A row of the table for a call. */
export function callRow({ entry }: Call, clock: ServerClock, isArrival: boolean): HTMLElement {
  const isRefused = entry.status === 'rejected'
  return element(
    'tr',
    { role: 'row', class: `${isRefused ? 'refused' : 'accepted'}${isArrival ? ' fresh' : ''}` },
    cell('when', ...timeOf(entry, clock)),
    cell('what', ...nameOf(entry)),
    cell('who', ...linksOf(entry)),
    cell('source', shorten(entry.source, 40)),
    cell('result', resultOf(isRefused)),
    isRefused ? cell('why', ...reasonOf(entry)) : undefined,
  )
}

function cell(name: string, ...children: readonly (Node | string)[]): HTMLElement {
  return element('td', { role: 'cell', class: name }, ...children)
}

function timeOf({ time }: Entry, clock: ServerClock): Node[] {
  const exact = timeElement(time, formatClock(Date.parse(time), clock.now()), 'exact')
  return [exact, agoElement(time, clock)]
}

function nameOf({ type, name, messageId }: Entry): (Node | string)[] {
  const kind = element('span', { class: 'type' }, type ?? 'call')
  if (name !== null) return [kind, element('span', { class: 'name' }, shorten(name, 120))]
  if (type !== null || messageId === null) return [kind]
  return [kind, element('span', { class: 'muted' }, `message ${shorten(messageId, 60)}`)]
}

/** Why a value identifies nobody, in words. */
const ignoredWords: Readonly<Record<string, string>> = {
  blocked: 'a value that stands for nobody',
  tooLong: 'longer than 512 characters',
  tooMany: 'one of more than 20 in a call',
  invalid: 'not valid in its namespace',
}

function linksOf(entry: Entry): (Node | string)[] {
  const { identifiers, ignored } = entry
  if (identifiers.length + ignored.length === 0) {
    const text = entry.status === 'accepted' ? 'identifies nobody' : 'none'
    return [element('span', { class: 'muted' }, text)]
  }
  const links: Node[] = [...identifiers.map(identifierLink), ...ignored.map(ignoredText)]
  if (links.length <= mostLinks + 1) return links
  const rest = links.slice(mostLinks)
  const text = countOf(rest.length, 'more identifier')
  const more = element('button', { type: 'button', class: 'button small' }, text)
  more.addEventListener('click', () => {
    more.replaceWith(...rest)
    if (rest[0] instanceof HTMLElement) rest[0].focus()
  })
  return [...links.slice(0, mostLinks), more]
}

function ignoredText({ namespace, value, reason }: Entry['ignored'][number]): HTMLElement {
  const why = `identifies nobody: ${ignoredWords[reason] ?? reason}`
  const text = `${namespace}:${shorten(value, 40)}`
  return element('span', { class: 'ignored muted' }, element('s', {}, text), ` ${why}`)
}

function resultOf(isRefused: boolean): HTMLElement {
  const name = isRefused ? 'outcome danger' : 'outcome ok'
  return element('span', { class: name }, isRefused ? 'Refused' : 'Accepted')
}

/** Reasons name members in backticks. */
function withCode(text: string): (Node | string)[] {
  const pieces = text.split('`')
  if (pieces.length % 2 === 0) return [text]
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : element('code', {}, piece)))
}

/** The code leads to what it means and how to mend it. */
function reasonOf({ code, reason }: Entry): (Node | string)[] {
  const known = code ?? 'Refused'
  const href = `/docs/errors.md#${encodeURIComponent(known.toLowerCase())}`
  const link = element('a', { class: 'code', href }, shorten(known, 60))
  return [link, ' ', ...withCode(shorten(reason ?? '', 500))]
}
