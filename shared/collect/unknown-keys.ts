import type { Context } from '../workspace/context.ts'
import { noteRejects } from './note-rejects.ts'

/** Notes calls that came without a valid key where people look for refusals. */
export interface UnknownKeys {
  note(context: Pick<Context, 'now' | 'rejectStore' | 'metrics' | 'logger'>): Promise<void>
}

/** The shortest time between two notes, in milliseconds: anybody can send such requests. */
const restMs = 10_000

/**
 * The commonest mistake of a new site is a wrong key, and its owner looks at the refusals first.
 * Requests that follow each other closely become one note, so that strangers write little.
 */
export function createUnknownKeys(): UnknownKeys {
  let count = 0
  let notedAt = -Infinity
  return {
    async note(context) {
      count += 1
      const time = context.now()
      if (Math.abs(time - notedAt) < restMs) return
      const requests = count === 1 ? 'A request' : `${count} requests`
      const message = `${requests} to collect came without a valid write key.`
      count = 0
      notedAt = time
      await noteRejects(context, [{ code: 'Unauthorized', message }], { source: '–', time })
    },
  }
}
