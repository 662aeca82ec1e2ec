import { part } from './element.ts'

/** Says something to people who do not see the page. */
export function announce(text: string): void {
  const announcer = part('announcer')
  announcer.textContent = ''
  // In a step of its own, so that the same words are said again.
  setTimeout(() => (announcer.textContent = text), 50)
}
