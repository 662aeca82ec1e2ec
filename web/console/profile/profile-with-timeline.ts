import { element, part } from '../page/element.ts'
import { reconcile } from '../page/reconcile.ts'
import type { ServerClock } from '../page/server-clock.ts'
import type { Timeline } from './merge-timeline.ts'
import type { Profile } from './profile-json.ts'
import { profileParts } from './profile-view.ts'
import type { Identifier } from './search-text.ts'
import { activityItem } from './timeline-view.ts'

interface Shown {
  readonly identifier: Identifier
  readonly profile: Profile
  readonly timeline: Timeline
}

/** A profile on the page; what has not changed stays as it is, opened or focused. */
export class ProfileView {
  readonly #clock: ServerClock
  readonly #root: HTMLElement
  readonly #parts = element('div', { class: 'parts' })
  readonly #activities = element('ol', { class: 'timeline', 'aria-label': 'Timeline' })
  readonly #more = element('button', { type: 'button', class: 'button' }, 'More activities')

  constructor(clock: ServerClock, onMore: () => void) {
    this.#clock = clock
    this.#more.addEventListener('click', onMore)
    this.#root = element(
      'div',
      { class: 'profile-found' },
      this.#parts,
      element(
        'section',
        { class: 'part' },
        element('h4', {}, 'Timeline'),
        this.#activities,
        this.#more,
      ),
    )
  }

  show({ identifier, profile, timeline }: Shown): void {
    reconcile(this.#parts, profileParts(profile, identifier, this.#clock), {
      keyOf: ({ key }) => key,
      versionOf: ({ shows }) => JSON.stringify(shows),
      render: (shown) => shown.render(),
    })
    reconcile(this.#activities, timeline.value, {
      keyOf: ({ activityId }) => activityId,
      versionOf: (activity) => JSON.stringify(activity),
      render: (activity) => activityItem(activity, this.#clock),
    })
    this.#more.hidden = timeline.nextLink === undefined
    const place = part('profile')
    if (place.firstElementChild !== this.#root) place.replaceChildren(this.#root)
  }
}
