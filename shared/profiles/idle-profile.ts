import { dayMs } from '../platform/clock/durations.ts'
import type { IdentitySettings } from '../identity/identity-settings.ts'
import type { NodeFacts } from './node-facts.ts'

/**
 * The last sign of life at a home: the later of the times of its events and their receipts, so that
 * history that is imported today is not idle. In milliseconds; `undefined` without events.
 */
export function lastActive({ history, lastReceived }: NodeFacts): number | undefined {
  const times = (history?.lanes ?? []).flatMap(({ spans }) => spans.map(({ last }) => last))
  if (times.length === 0) return undefined
  return times.reduce((latest, time) => Math.max(latest, time), lastReceived ?? -Infinity)
}

/**
 * The first moment at which a profile whose activities are stored at these homes may be idle for
 * too long: a home leaves as a whole, so all of its activities count, whoever they belong to.
 */
export function idleMoment(
  homes: readonly NodeFacts[],
  { unknownIdleDays }: Pick<IdentitySettings, 'unknownIdleDays'>,
): number {
  const active = homes.map((home) => lastActive(home) ?? -Infinity)
  return Math.max(...active) + unknownIdleDays * dayMs
}
