import { element, setText } from './element.ts'
import { formatAgo } from './format.ts'
import type { ServerClock } from './server-clock.ts'

/** A moment as an element: the exact time, or how long ago, which goes on by itself. */
export function timeElement(iso: string, text: string, name = ''): HTMLElement {
  return element('time', { datetime: iso, title: iso, class: name === '' ? undefined : name }, text)
}

/** How long ago a moment was; kept true by `keepTimes`. */
export function agoElement(iso: string, clock: ServerClock): HTMLElement {
  const made = timeElement(iso, formatAgo(Date.parse(iso), clock.now()), 'ago')
  made.dataset['ago'] = iso
  return made
}

/** Makes every relative time on the page true, each second while somebody looks. */
export function keepTimes(clock: ServerClock): void {
  setInterval(() => {
    if (document.hidden) return
    const now = clock.now()
    for (const shown of document.querySelectorAll<HTMLElement>('[data-ago]')) {
      setText(shown, formatAgo(Date.parse(shown.dataset['ago'] ?? ''), now))
    }
  }, 1000)
}
