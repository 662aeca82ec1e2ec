/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { LiveCalls } from './calls/live-calls.ts'
import { showConnect } from './connect/connect-panel.ts'
import { createCountsPanel } from './counts/counts-panel.ts'
import { element, part } from './page/element.ts'
import { createPoller, type Poller, type PollState } from './page/poller.ts'
import { createServerClock } from './page/server-clock.ts'
import { keepTimes } from './page/times.ts'
import { ProfilePanel } from './profile/profile-panel.ts'
import { createRevealer } from './profile/reveal-panel.ts'
import { fragmentOf, textOfFragment } from './profile/search-text.ts'

const { place: where, writeKey = '', readKey = '' } = document.body.dataset
const isLocal = where === 'local'
const place = { origin: location.origin, writeKey, readKey }
const clock = createServerClock()

/** On a phone the profile stands below the calls: whoever is in the address is what it is about. */
const reveal = textOfFragment(location.hash) ? createRevealer(part('profile-panel')) : undefined

const counts = createCountsPanel(clock)
const calls = new LiveCalls({
  place,
  isLocal,
  clock,
  onFresh: (fresh) => profile.noteCalls(fresh),
  onFirst: () => reveal?.(),
})
const profile = new ProfilePanel(clock, () => calls.latest())

showConnect(place)
keepTimes(clock)
const pollers = [pollerOf(isLocal ? 500 : 2000, calls), pollerOf(isLocal ? 2000 : 10_000, counts)]
const wakeAll = (): void => pollers.forEach((poller) => poller.wake())
document.addEventListener('visibilitychange', wakeAll)
wakeAll()

part('search').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = part('identifier', HTMLInputElement).value.trim()
  const fragment = text === '' ? '' : fragmentOf(text)
  // The same address again means: look again.
  if (fragment === location.hash) void profile.show(text, { moveFocus: false })
  else if (text !== '') location.hash = fragment
  else {
    history.pushState(null, '', location.pathname)
    void showProfile({ moveFocus: false })
  }
})
addEventListener('hashchange', () => void showProfile({ moveFocus: !isSearching() }))
void showProfile({ moveFocus: false }).then(reveal)

/** Shows whom the address means; other fragments lead to other parts of the page. */
async function showProfile(options: { readonly moveFocus: boolean }): Promise<void> {
  const text = textOfFragment(location.hash)
  if (text !== undefined) await profile.show(text, options)
}

/** Somebody who types stays where she types. */
function isSearching(): boolean {
  return part('search').contains(document.activeElement)
}

function pollerOf(
  everyMs: number,
  source: { ask(): Promise<void>; report(state: PollState): void },
): Poller {
  return createPoller({
    everyMs,
    ask: () => source.ask(),
    report: (state) => {
      if (state.kind === 'ended') showEnded()
      source.report(state)
    },
    isHidden: () => document.hidden,
    schedule: (action, ms) => setTimeout(action, ms),
    cancel: (scheduled) => clearTimeout(scheduled as ReturnType<typeof setTimeout> | undefined),
  })
}

function showEnded(): void {
  const notice = part('ended')
  if (!notice.hidden) return
  const words = isLocal ? 'Open the console again' : 'Sign in again'
  const again = element('button', { type: 'button', class: 'button' }, words)
  again.addEventListener('click', () => location.reload())
  notice.replaceChildren('Your session has ended. ', again)
  notice.hidden = false
}
