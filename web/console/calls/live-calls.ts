import type { FeedEntry } from '../../../shared/lookup/feed-entry.ts'
import { announce } from '../page/announce.ts'
import { ask, withOptions } from '../page/api.ts'
import type { PollState } from '../page/poller.ts'
import { mergeCalls, mostCalls, type Call } from './call-log.ts'
import { CallsView, type CallsViewInputs } from './calls-view.ts'
import { filterCalls } from './filter-calls.ts'
import { FreshTeller } from './tell-fresh.ts'

export interface LiveCallsInputs extends CallsViewInputs {
  /** Told of calls that arrived. */
  onFresh(calls: readonly Call[]): void
  /** Told once the first answer is on the page. */
  onFirst(): void
}

const feed = '/v1/instances/default/manage/events'

/** The panel of live calls. What arrives flows in, unless somebody reads or has paused it. */
export class LiveCalls {
  readonly #view: CallsView
  readonly #inputs: LiveCallsInputs
  readonly #teller = new FreshTeller()
  #calls: readonly Call[] = []
  /** `undefined` before the first answer. */
  #shown: readonly Call[] | undefined
  /** By Passerby's clock, which may be put back between two answers. */
  #since: string | undefined
  #poll: PollState | undefined
  #isPaused = false
  #isLooking = false

  constructor(inputs: LiveCallsInputs) {
    this.#inputs = inputs
    this.#view = new CallsView(inputs)
    this.#view.onHeld(() => this.#release())
    this.#view.onPause(() => this.#pause())
    this.#view.onFilter((change) => this.#filter(change))
    this.#view.showState(undefined, false)
  }

  /** The latest calls, shown or not. */
  latest(): readonly Call[] {
    return this.#calls
  }

  /** Asks for the latest calls once. */
  async ask(): Promise<void> {
    this.#since = await this.#load({ since: this.#since })
  }

  report(state: PollState): void {
    const isNew = state.kind !== this.#poll?.kind
    if (isNew && state.kind === 'failing') announce('Passerby does not answer')
    this.#poll = state
    this.#view.showState(state, this.#isPaused)
  }

  /** Answers since when to ask next. */
  async #load(options: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
    const address = withOptions(feed, { top: mostCalls, ...options })
    const answer = await ask<{ value: FeedEntry[]; resumeSince: string }>(address)
    const { calls, fresh } = mergeCalls(this.#calls, answer?.value ?? [])
    this.#calls = calls
    const isFirst = this.#shown === undefined
    this.#flow()
    if (isFirst) this.#inputs.onFirst()
    if (fresh.length > 0) {
      this.#inputs.onFresh(fresh)
      this.#teller.note(fresh)
    }
    return answer?.resumeSince
  }

  #flow(): void {
    const { reader } = this.#view
    const isFull = (this.#shown ?? []).length > 0
    const isHeld = isFull && (this.#isPaused || reader.isReading())
    this.#view.showHeld(isHeld ? this.#waiting() : 0)
    if (isHeld || (isFull && reader.isAiming()) || this.#shown === this.#calls) return
    const isArrival = this.#shown !== undefined
    this.#shown = this.#calls
    this.#render(isArrival)
  }

  /** How many calls are not shown though they would fit. */
  #waiting(): number {
    const shown = new Set(this.#shown)
    return filterCalls(this.#calls, this.#view.filter).filter((call) => !shown.has(call)).length
  }

  #render(isArrival = false): void {
    if (this.#shown === undefined) return
    const fitting = filterCalls(this.#shown, this.#view.filter)
    const [isFirst, isLooking] = [this.#calls.length === 0, this.#isLooking]
    this.#view.showCalls(fitting, { isFirst, isLooking, isArrival })
    this.#view.showState(this.#poll, this.#isPaused)
  }

  #release(): void {
    this.#shown = this.#calls
    this.#view.toTop()
    this.#view.focusRows()
    this.#view.showHeld(0)
    this.#render()
  }

  #pause(): void {
    this.#isPaused = !this.#isPaused
    this.#flow()
    this.#render()
  }

  #filter(change: 'status' | 'text'): void {
    const { status } = this.#view.filter
    // Of one status there may be older calls than among the latest of both.
    const looksFurther = change === 'status' && status !== 'all'
    this.#isLooking = looksFurther
    this.#view.toTop()
    this.#flow()
    this.#render()
    if (looksFurther) void this.#lookFurther(status)
  }

  /** A fault is not told here: the next question of the feed meets it too. */
  async #lookFurther(status: string): Promise<void> {
    await this.#load({ status }).catch(() => undefined)
    this.#isLooking = false
    this.#render()
  }
}
