import { median, percentile } from '../measure/percentile.ts'
import type { Row } from '../report/row.ts'
import { spreadRows } from '../report/spread-rows.ts'
import type { LoadFigures } from './load-events.ts'

/** What collect did, turn by turn, while so many followed the feed. */
export interface Audience {
  readonly tails: number
  readonly loads: LoadFigures[]
}

export function audienceRows({ tails, loads }: Audience): Row[] {
  const name = `collect: batch of 100, 8 in flight, ${nameOf(tails)}`
  const rates = loads.map(({ rate }) => rate)
  const unit = 'events/s'
  return [
    { name: `${name}, rate, median of ${loads.length}`, value: median(rates), unit },
    { name: `${name}, rate, slowest`, value: Math.min(...rates), unit },
    { name: `${name}, rate, fastest`, value: Math.max(...rates), unit },
    ...spreadRows(
      name,
      loads.flatMap(({ times }) => times),
    ),
  ]
}

/** What each audience cost, beside nobody in the same turn. */
export function costRows([nobody, ...others]: readonly Audience[]): Row[] {
  if (nobody === undefined) return []
  return others.flatMap(({ tails, loads }) => {
    const name = `${nameOf(tails)} beside none, median of turns`
    const row = (what: string, figure: (load: LoadFigures) => number): Row[] => {
      const changes = loads.flatMap((load, turn) => {
        const without = nobody.loads[turn]
        return without === undefined ? [] : [(figure(load) / figure(without) - 1) * 100]
      })
      const known = changes.filter(Number.isFinite)
      return known.length === 0
        ? []
        : [{ name: `${name}: ${what}`, value: median(known), unit: '%' }]
    }
    return [
      ...row('rate', ({ rate }) => rate),
      ...row('p95', ({ times }) => percentile(times, 0.95)),
      ...row('CPU time of the host', ({ hostMs }) => hostMs ?? NaN),
    ]
  })
}

function nameOf(tails: number): string {
  return tails === 1 ? '1 tail' : `${tails} tails`
}
