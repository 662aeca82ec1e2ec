import { setTimeout as delay } from 'node:timers/promises'
import { shownActivities } from '../runtime/client.ts'

/** A profile that is about to show more activities. */
export interface Expected {
  readonly key: string
  readonly activities: number
}

export interface Watch {
  /** From now on counts the time until the profile shows what is expected. */
  add(expected: Expected): void
  /** The times of all, in milliseconds, once there is nothing more to wait for. */
  finish(): Promise<number[]>
}

interface Waiting extends Expected {
  readonly since: number
}

const pauseMs = 5
const longestWaitMs = 20_000

/**
 * Looks at profiles in turn, one request at a time: the load does not grow when many are waited
 * for, so a slow system is not made slower by being watched.
 */
export function watchProfiles(url: string): Watch {
  const waiting: Waiting[] = []
  const times: number[] = []
  let open = true
  const look = async (expected: Waiting): Promise<void> => {
    const isVisible = (await shownActivities(url, expected.key)) >= expected.activities
    const time = performance.now() - expected.since
    if (isVisible || time > longestWaitMs) times.push(Math.min(time, longestWaitMs))
    else waiting.push(expected)
  }
  const run = async (): Promise<number[]> => {
    while (open || waiting.length > 0) {
      const next = waiting.shift()
      if (next !== undefined) await look(next)
      await delay(pauseMs)
    }
    return times
  }
  const finished = run()
  // Whoever asks for the times gets the error.
  finished.catch(() => undefined)
  return {
    add: (expected) => waiting.push({ ...expected, since: performance.now() }),
    finish: () => {
      open = false
      return finished
    },
  }
}
