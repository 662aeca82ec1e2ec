import type { RefusalReason } from './refused-link.ts'

/** Counters of what identity resolution did. */
export const identityMetrics = {
  merges: 'merges',
  splits: 'splits',
  quarantined: 'quarantined',
  corrections: 'corrections',
  undone: 'correctionsUndone',
  held: 'heldLinks',
} as const

/** The counter of links that do not hold for a reason. */
export function refusedMetric(kind: RefusalReason['kind']): string {
  return `refusedLinks-${kind}`
}
