import { countOf } from '../page/format.ts'
import type { PollState } from '../page/poller.ts'

/** How the feed stands, as a word and a tone. */
export interface FeedState {
  readonly tone: 'live' | 'still' | 'danger'
  readonly text: string
}

/** Says whether what is shown is what is. */
export function describeFeed(
  poll: PollState | undefined,
  { isPaused, shown }: { readonly isPaused: boolean; readonly shown: number },
): FeedState {
  if (poll === undefined) return { tone: 'still', text: 'Connecting …' }
  if (poll.kind === 'failing') {
    const problem = poll.status === undefined ? 'does not answer' : `answers ${poll.status}`
    const wait = `trying again in ${Math.round(poll.waitMs / 1000)} s`
    return { tone: 'danger', text: `Passerby ${problem}, ${wait}` }
  }
  if (poll.kind === 'ended') return { tone: 'danger', text: 'Signed out' }
  if (poll.kind === 'hidden') return { tone: 'still', text: 'Waiting until you look' }
  if (isPaused) return { tone: 'still', text: 'Paused' }
  return { tone: 'live', text: shown === 0 ? 'Listening' : `Live · ${countOf(shown, 'call')}` }
}
