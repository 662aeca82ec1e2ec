import type { LoggedInit } from '../../factories/calls.ts'
import { aCall } from '../../factories/calls.ts'
import { canonicalState } from '../../doubles/canonical-state.ts'
import { memoryDeployment, type MemoryDeployment } from './deployment.ts'

const time = (minute: number): string => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`

function track(messageId: string, minute: number, init: Record<string, unknown> = {}): LoggedInit {
  return { call: aCall({ messageId, timestamp: time(minute), ...init }) }
}

/** Visitors of which one becomes known, a shared device, a repeat, and a line nobody owns. */
const story: readonly (readonly LoggedInit[])[] = [
  [track('m1', 1), track('m2', 2), track('b1', 2, { anonymousId: 'cookie-2' })],
  [
    track('m3', 3, { type: 'identify', userId: 'ann', traits: { email: 'ann@example.com' } }),
    track('n1', 3, { anonymousId: 'null' }),
  ],
  [
    track('m2', 2),
    track('m4', 9, { type: 'identify', userId: 'bob', traits: { city: 'Bonn' } }),
    track('m5', 10),
  ],
]

/** What comes while something else goes on: the known visitor on a new device, a better copy. */
export const later: readonly LoggedInit[] = [
  track('l1', 20, { anonymousId: 'cookie-3', userId: 'ann' }),
  track('l2', 21, { anonymousId: 'cookie-2', userId: 'bob' }),
  { ...track('m5', 8), receivedAt: Date.UTC(2026, 2, 1, 11) },
]

export async function withStory(): Promise<MemoryDeployment> {
  const deployment = memoryDeployment()
  for (const calls of story) await deployment.receive(calls)
  deployment.advance(60_000)
  return deployment
}

/** The state that all events lead to. */
export async function stateWithLater(): Promise<string> {
  const deployment = await withStory()
  await deployment.receive(later)
  return canonicalState(deployment.tables(0))
}
