import { identifierKey } from '../identity/identifier.ts'
import type { RefusedLink } from '../identity/refused-link.ts'
import { refusedMetric } from '../identity/identity-metrics.ts'
import type { Cause } from '../profiles/profile-change.ts'
import type { Context } from '../workspace/context.ts'

/** Counts links of new events that do not hold, by reason; others were counted when they came. */
export function countRefusals(
  metrics: Pick<Context['metrics'], 'count'>,
  refused: readonly RefusedLink[],
  { events = [] }: Cause,
): void {
  if (refused.length === 0) return
  const named = events
    .filter(({ isNew }) => isNew)
    .map(({ identifiers }) => new Set(identifiers.map(identifierKey)))
  for (const { link, reason } of refused) {
    const [a, b] = [identifierKey(link.a), identifierKey(link.b)]
    const count = named.filter((keys) => keys.has(a) && keys.has(b)).length
    if (count > 0) metrics.count(refusedMetric(reason.kind), count)
  }
}
