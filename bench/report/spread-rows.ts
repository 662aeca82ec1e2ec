import { percentile } from '../measure/percentile.ts'
import type { Budget, Row } from './row.ts'

/** The usual two rows of a list of times in milliseconds; the budget is that of the p95. */
export function spreadRows(name: string, times: readonly number[], budget?: Budget): Row[] {
  return [
    { name: `${name}, p50`, value: percentile(times, 0.5), unit: 'ms' },
    {
      name: `${name}, p95`,
      value: percentile(times, 0.95),
      unit: 'ms',
      ...(budget !== undefined && { budget }),
    },
  ]
}
