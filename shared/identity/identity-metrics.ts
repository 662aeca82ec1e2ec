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

export const refusalKinds = [
  'limit',
  'replaced',
  'maxIdentifiers',
  'twoPeople',
  'quarantined',
  'ambiguous',
  'isolated',
  'never',
  'excluded',
] as const satisfies readonly RefusalReason['kind'][]

/** The counter of links that do not hold for a reason. */
export function refusedMetric(kind: RefusalReason['kind']): string {
  return `refusedLinks-${kind}`
}
