import { ask } from '../page/api.ts'
import { element, part, setText } from '../page/element.ts'
import { formatCount, formatSpan } from '../page/format.ts'
import type { PollState } from '../page/poller.ts'
import type { ServerClock } from '../page/server-clock.ts'
import { describeState, type StateInfo, type Verdict } from './describe-state.ts'

type Health = Parameters<typeof describeState>[1]

/** The whole check counts the backlog a second time, so while all is well it is asked for rarely. */
const healthEveryMs = 30_000

/** The counts, in their order: a label, what it means, and where it stands. */
const counts: readonly (readonly [
  label: string,
  meaning: string,
  read: (state: StateInfo) => number,
])[] = [
  ['Unknown profiles', 'Visitors without a name', ({ profiles }) => profiles.unknown],
  ['Archived profiles', 'Unknown and idle for long', ({ profiles }) => profiles.archived],
  ['Known profiles', 'Visitors who have identified themselves', ({ profiles }) => profiles.known],
  ['Activities', 'Events on timelines', ({ activities }) => activities],
  ['Accepted', 'Events that were taken and worked off', ({ events }) => events.accepted],
  ['Applied', 'Accepted events that changed a timeline', ({ events }) => events.applied],
  ['Duplicates', 'Accepted events that were there before', ({ events }) => events.duplicates],
  ['Refused', 'Calls that could not be accepted', ({ events }) => events.rejected],
]

export interface CountsPanel {
  ask(): Promise<void>
  report(state: PollState): void
}

/** The counts, the backlog and the word about health. */
export function createCountsPanel(clock: ServerClock): CountsPanel {
  const cells = counts.map(([label, meaning]) => countCell(label, meaning))
  const waiting = countCell(
    'Waiting',
    'Log blobs not yet applied, and for how long the oldest waits',
  )
  part('counts').replaceChildren(...[...cells, waiting].map(({ cell }) => cell))

  const show = (state: StateInfo): void => {
    clock.adjust(state.asOf)
    for (const [index, [, , read]] of counts.entries()) {
      const value = cells[index]?.value
      if (value !== undefined) setText(value, formatCount(read(state)))
    }
    const { pendingBlobs, oldestPendingSeconds } = state
    const age = `oldest ${formatSpan(oldestPendingSeconds * 1000)}`
    const more = pendingBlobs === 0 ? [] : [' ', element('small', {}, age)]
    waiting.value.replaceChildren(formatCount(pendingBlobs), ...more)
  }
  let health: Health | undefined
  let healthAskedAt = -Infinity
  return {
    ask: async () => {
      const [state] = await Promise.allSettled([
        ask<StateInfo>('/v1/instances/default/profilestore/stateinfo'),
      ])
      const isOver = performance.now() - healthAskedAt > healthEveryMs
      // Of a Passerby that is down only health still answers, and it says why.
      if (state.status === 'rejected' || isOver || health?.status !== 'ok') {
        health = await ask<Health>('/health', [200, 503])
        healthAskedAt = performance.now()
      }
      const known = state.status === 'fulfilled' ? state.value : undefined
      if (known !== undefined) show(known)
      if (health !== undefined) showVerdict(describeState(known, health))
      if (state.status === 'rejected') throw state.reason
    },
    report: (state) => {
      if (state.kind !== 'failing' || state.status !== undefined) return
      showVerdict({ tone: 'danger', word: 'Not reachable', detail: 'Passerby does not answer' })
    },
  }
}

function countCell(label: string, meaning: string): { cell: HTMLElement; value: HTMLElement } {
  const value = element('dd', {}, '–')
  const name = element('dt', { title: meaning }, label)
  return { cell: element('div', { class: 'count' }, name, value), value }
}

function showVerdict({ tone, word, detail }: Verdict): void {
  const state = part('state')
  const text = detail === '' ? word : `${word}: ${detail}`
  if (state.textContent === text) return
  state.dataset['tone'] = tone
  state.replaceChildren(
    element('strong', { class: 'state-word' }, word),
    ...(detail === '' ? [] : [element('span', {}, `: ${detail}`)]),
  )
}
