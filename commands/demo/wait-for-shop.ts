import { setTimeout as delay } from 'node:timers/promises'
import { statePath, stateSchema } from './answers.ts'
import type { Api } from './api.ts'
import { DemoError } from './demo-error.ts'

export interface Waiting {
  say(line: string): void
  /** How long nothing may happen before it is given up, in milliseconds. */
  readonly stallMs: number
}

const everyMs = 500
const sayEveryMs = 5_000

/**
 * Waits until the events sent so far are worked off, as long as that goes on; answers how long it
 * took in seconds. Events of others that come meanwhile are not waited for.
 */
export async function waitForShop(api: Api, { say, stallMs }: Waiting): Promise<number> {
  const start = performance.now()
  let moved = { mark: '', at: start }
  let saidAt = start
  for (;;) {
    const { blobs, people, oldestSeconds } = await readState(api)
    const now = performance.now()
    const seconds = (now - start) / 1000
    if (blobs === 0 || oldestSeconds + 1 < seconds) return seconds
    // Blobs are finished many at once; profiles show what goes on in between.
    const mark = `${blobs} ${people}`
    if (mark !== moved.mark) moved = { mark, at: now }
    if (now - moved.at > stallMs) throw new DemoError(stalled(blobs, seconds))
    if (now - saidAt > sayEveryMs) {
      saidAt = now
      say(`… ${people} profiles so far, ${blobs} blobs of events to go`)
    }
    await delay(everyMs)
  }
}

function stalled(blobs: number, seconds: number): string {
  return (
    `After ${Math.round(seconds)} s the shop is not to be seen whole: ${blobs} blobs of its events ` +
    'wait and nothing happens. They are safe; /health with the admin key tells more, and the same ' +
    'command goes on later.'
  )
}

async function readState(api: Api) {
  const { status, body } = await api({ role: 'read', path: statePath })
  const state = stateSchema.safeParse(body)
  if (status !== 200 || !state.success) {
    throw new DemoError(`GET ${statePath} was answered with ${status}, not as Passerby does.`)
  }
  const { pendingBlobs: blobs, oldestPendingSeconds: oldestSeconds, profiles } = state.data
  return { blobs, oldestSeconds, people: profiles.known + profiles.unknown }
}
