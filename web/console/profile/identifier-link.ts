import { element } from '../page/element.ts'
import { shorten } from '../page/format.ts'
import { fragmentOf, searchText, type Identifier } from './search-text.ts'

const mostShown = 80

/** An identifier; following it finds whose it is. */
export function identifierLink(identifier: Identifier): HTMLElement {
  const text = searchText(identifier)
  return element(
    'a',
    { class: 'identifier', href: fragmentOf(text), title: `Find ${shorten(text, 300)}` },
    element('span', { class: 'namespace' }, `${identifier.namespace}:`),
    shorten(identifier.value, mostShown),
  )
}
