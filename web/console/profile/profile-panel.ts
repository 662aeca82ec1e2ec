import type { Call } from '../calls/call-log.ts'
import { announce } from '../page/announce.ts'
import { ask } from '../page/api.ts'
import { part } from '../page/element.ts'
import { formatCount } from '../page/format.ts'
import type { ServerClock } from '../page/server-clock.ts'
import { findProfiles, lookUpProfile } from './look-up.ts'
import { extendTimeline, pageFor, refreshTimeline, type Timeline } from './merge-timeline.ts'
import {
  showFault,
  showIdle,
  showLooking,
  showMissing,
  showNone,
  showSeveral,
} from './other-views.ts'
import { ProfileView } from './profile-with-timeline.ts'
import { titleOf, type Profile } from './profile-json.ts'
import { isSameIdentifier, readSearch, type Identifier } from './search-text.ts'

interface Shown {
  readonly identifier: Identifier
  readonly profile: Profile
  readonly timeline: Timeline
}

/** When to look again after a call of hers has arrived: it is applied a moment later. */
const looksAfterMs = [250, 700, 1500, 3500]
/** What other people's calls and changed settings do to her shows within this time. */
const lookEveryMs = 10_000

/** The panel that shows one visitor and keeps her up to date. */
export class ProfilePanel {
  readonly #latestCalls: () => readonly Call[]
  readonly #view: ProfileView
  #text = ''
  #shown: Shown | undefined
  /** Answers to an earlier search are dropped. */
  #search = 0
  #looks: ReturnType<typeof setTimeout>[] = []

  constructor(clock: ServerClock, latestCalls: () => readonly Call[]) {
    this.#latestCalls = latestCalls
    this.#view = new ProfileView(clock, () => void this.#more())
    setInterval(() => void this.#refresh(), lookEveryMs)
  }

  /** Shows whom a text means; nobody for an empty one. */
  async show(text: string, { moveFocus }: { readonly moveFocus: boolean }): Promise<void> {
    this.#search += 1
    this.#text = text
    this.#shown = undefined
    this.#cancelLooks()
    part('identifier', HTMLInputElement).value = text
    if (text.trim() === '') return showIdle()
    showLooking()
    await this.#find()
    if (moveFocus) part('profile-title').focus()
    if (!this.#isFound() && this.#isHers(this.#latestCalls())) this.#lookSoon()
  }

  /** Told of calls that arrived: one of hers changes what is shown. */
  noteCalls(fresh: readonly Call[]): void {
    if (this.#text.trim() !== '' && this.#isHers(fresh)) this.#lookSoon()
  }

  async #find(): Promise<void> {
    const search = this.#search
    try {
      const found = await findProfiles(this.#text, pageFor(0))
      if (search !== this.#search) return
      if (found.kind === 'one') {
        this.#take(found.identifier, found.profile)
        announce(described(found.identifier, found.profile))
      } else if (found.kind === 'several') {
        showSeveral(this.#text, found.identifiers)
      } else if (found.missing.length > 0) {
        showMissing(found.missing)
      } else {
        showNone(this.#text, this.#isHers(this.#latestCalls()))
      }
    } catch (error) {
      if (search === this.#search) showFault(error)
    }
  }

  /** Asks again for what is shown; a fault is no news, the next look may do better. */
  async #refresh(): Promise<void> {
    if (document.hidden || this.#text.trim() === '') return
    const [search, shown] = [this.#search, this.#shown]
    if (shown === undefined) return this.#find()
    const top = pageFor(shown.timeline.value.length)
    const profile = await lookUpProfile(shown.identifier, top).catch(() => undefined)
    if (profile !== undefined && search === this.#search) this.#take(shown.identifier, profile)
  }

  async #more(): Promise<void> {
    const [search, link] = [this.#search, this.#shown?.timeline.nextLink]
    if (link === undefined) return
    const { pathname, search: options } = new URL(link)
    try {
      const page = await ask<Profile>(`${pathname}${options}`)
      if (page === undefined || this.#shown === undefined || search !== this.#search) return
      const timeline = extendTimeline(this.#shown.timeline, page.activities)
      this.#shown = { ...this.#shown, timeline }
      this.#view.show({ ...this.#shown })
    } catch {
      announce('More activities could not be fetched')
    }
  }

  #take(identifier: Identifier, profile: Profile): void {
    const before = this.#shown?.profile.customerId === profile.customerId ? this.#shown : undefined
    const timeline = before
      ? refreshTimeline(before.timeline, profile.activities)
      : profile.activities
    this.#shown = { identifier, profile, timeline }
    this.#view.show(this.#shown)
  }

  #isFound(): boolean {
    return this.#shown !== undefined
  }

  #isHers(calls: readonly Call[]): boolean {
    const { exact, bare } = readSearch(this.#text)
    const hers = [exact ?? [], bare, this.#shown?.profile.identifiers ?? []].flat()
    return calls.some(({ entry }) =>
      entry.identifiers.some((one) => hers.some((other) => isSameIdentifier(one, other))),
    )
  }

  #lookSoon(): void {
    this.#cancelLooks()
    this.#looks = looksAfterMs.map((ms) => setTimeout(() => void this.#refresh(), ms))
  }

  #cancelLooks(): void {
    for (const look of this.#looks) clearTimeout(look)
    this.#looks = []
  }
}

function described(identifier: Identifier, profile: Profile): string {
  const { known, activityCount } = profile
  const who = `${titleOf(profile, identifier)}: ${known ? 'known' : 'unknown'}`
  return `${who}, ${formatCount(activityCount)} ${activityCount === 1 ? 'activity' : 'activities'}`
}
