import type { Place } from '../connect/examples.ts'
import { part, setText } from '../page/element.ts'
import { countOf } from '../page/format.ts'
import type { PollState } from '../page/poller.ts'
import { reconcile } from '../page/reconcile.ts'
import type { ServerClock } from '../page/server-clock.ts'
import type { Call } from './call-log.ts'
import { callRow } from './call-row.ts'
import { describeFeed } from './describe-feed.ts'
import { firstSteps, nothingFits } from './empty-calls.ts'
import type { CallFilter } from './filter-calls.ts'
import { watchReader, type Reader } from './reader.ts'

export interface CallsViewInputs {
  readonly place: Place
  readonly isLocal: boolean
  readonly clock: ServerClock
}

/** Why calls are shown. */
interface Occasion {
  /** Nothing has arrived yet. */
  readonly isFirst: boolean
  /** Older calls are being fetched. */
  readonly isLooking: boolean
  /** What is new has arrived just now. */
  readonly isArrival: boolean
}

/** What stands on the page for the live calls. */
export class CallsView {
  readonly reader: Reader
  readonly #inputs: CallsViewInputs
  readonly #scroller = part('calls-scroll')
  readonly #rows = part('calls-rows')
  readonly #empty = part('calls-empty')
  readonly #state = part('feed-state')
  readonly #held = part('held', HTMLButtonElement)
  readonly #pause = part('pause', HTMLButtonElement)
  readonly #text = part('calls-text', HTMLInputElement)
  readonly #radios = [...document.querySelectorAll<HTMLInputElement>('input[name="status"]')]

  constructor(inputs: CallsViewInputs) {
    this.#inputs = inputs
    this.reader = watchReader(this.#scroller)
  }

  get filter(): CallFilter {
    const status = this.#radios.find(({ checked }) => checked)?.value ?? 'all'
    return { status: status as CallFilter['status'], text: this.#text.value }
  }

  onHeld(action: () => void): void {
    this.#held.addEventListener('click', action)
  }

  onPause(action: () => void): void {
    this.#pause.addEventListener('click', action)
  }

  onFilter(action: (change: 'status' | 'text') => void): void {
    this.#text.addEventListener('input', () => action('text'))
    for (const radio of this.#radios) radio.addEventListener('change', () => action('status'))
  }

  toTop(): void {
    this.#scroller.scrollTop = 0
  }

  focusRows(): void {
    this.#scroller.focus()
  }

  /** Shows calls, or what to do where there are none. */
  showCalls(calls: readonly Call[], occasion: Occasion): void {
    reconcile(this.#rows, calls, {
      keyOf: ({ id }) => id,
      versionOf: () => '',
      render: (call) => callRow(call, this.#inputs.clock, occasion.isArrival),
    })
    const isEmpty = calls.length === 0
    this.#scroller.hidden = isEmpty
    this.#empty.hidden = !isEmpty
    const kind = occasion.isFirst ? 'first' : occasion.isLooking ? 'looking' : 'filtered'
    if (!isEmpty || this.#empty.dataset['kind'] === kind) return
    this.#empty.dataset['kind'] = kind
    const { place, isLocal } = this.#inputs
    this.#empty.replaceChildren(
      occasion.isFirst ? firstSteps(place, isLocal) : nothingFits(occasion.isLooking),
    )
  }

  showHeld(waiting: number): void {
    this.#held.hidden = waiting === 0
    if (waiting > 0) setText(this.#held, `Show ${countOf(waiting, 'new call')}`)
  }

  showState(poll: PollState | undefined, isPaused: boolean): void {
    const shown = this.#rows.childElementCount
    const { tone, text } = describeFeed(poll, { isPaused, shown })
    this.#state.dataset['tone'] = tone
    setText(this.#state, text)
    setText(this.#pause, isPaused ? 'Resume' : 'Pause')
  }
}
