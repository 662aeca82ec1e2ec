import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileMeasures } from '../../../shared/measures/compile-measures.ts'
import { measureDefinitionSchema } from '../../../shared/measures/measure-definition.ts'
import { addToSeries, emptySeries, valueFrom } from '../../../shared/measures/partial-series.ts'
import { groupBy } from '../../../shared/platform/collections/group-by.ts'
import { timeZone } from '../../../shared/platform/clock/time-zone.ts'
import type { Activity } from '../../../shared/profiles/activity.ts'
import type { Value } from '../../../shared/expression/values/value.ts'
import { sharedFolder, withoutShared } from '../../setup/shared-data.ts'

const folder = path.join(sharedFolder, 'data', 'cdnow')

/** Frequency, recency and age of customers in weeks, as models of lifetime value take them. */
const definitions = [
  { name: 'days', function: 'countUnique', of: 'date(ActivityTime)' },
  { name: 'first_day', function: 'min', of: 'date(ActivityTime)' },
  { name: 'last_day', function: 'max', of: 'date(ActivityTime)' },
  { name: 'frequency', expression: 'days sub 1' },
  { name: 'recency', expression: 'totalseconds(last_day sub first_day) div 604800' },
  { name: 'T', expression: 'totalseconds(1997-09-30 sub first_day) div 604800' },
]

interface Customer {
  readonly id: number
  readonly activities: readonly Activity[]
}

/** Purchases up to the day that T counts to, by the number of the customer in the sample. */
async function customers(): Promise<Customer[]> {
  const text = await readFile(path.join(folder, 'CDNOW_sample.txt'), 'utf8')
  const purchases = text.trimEnd().split('\n').map(purchaseOf)
  const byId = groupBy(purchases, ({ customer }) => customer)
  return [...byId].map(([id, own]) => ({
    id,
    activities: own.filter(({ day }) => day <= '1997-09-30').map(({ activity }) => activity),
  }))
}

function purchaseOf(line: string, index: number) {
  const [, customer = '', date = '', quantity, revenue] = line.trim().split(/\s+/)
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  const time = Date.parse(`${day}T12:00:00Z`)
  const activity: Activity = {
    ...{ messageId: `m${index}`, type: 'track', name: 'Order Completed', time, receivedAt: time },
    ...{ timeCorrected: false, source: 'shop', logout: false, identifiers: [], previous: [] },
    properties: { quantity: Number(quantity), revenue: Number(revenue) },
    ...{ attributes: [], location: { blob: 'b', index } },
  }
  return { customer: Number(customer), day, activity }
}

describe.skipIf(withoutShared)('measures of the customers of a shop', () => {
  it('are those of the published summary', async () => {
    const zone = timeZone('UTC')
    if (zone === undefined) throw new Error('no zone')
    const { measures, derived } = compileMeasures(
      definitions.map((definition) => measureDefinitionSchema.parse(definition)),
    )
    const now = Date.UTC(1997, 8, 30, 23)
    const computed = (await customers()).map(({ id, activities }) => {
      const series = addToSeries(emptySeries, activities, measures)
      const values = new Map<string, Value>()
      for (const measure of measures) {
        values.set(measure.definition.name, valueFrom(series, measure, { now, zone }).value)
      }
      for (const { definition, compute } of derived) values.set(definition.name, compute(values))
      const [frequency, recency, age] = ['frequency', 'recency', 'T'].map((name) =>
        Number(values.get(name)),
      )
      return `${id},${frequency},${rounded(recency)},${rounded(age)}`
    })
    const summary = await readFile(path.join(folder, 'cdnow_customers_summary.csv'), 'utf8')
    const expected = summary.trimEnd().split('\n').slice(1)
    expect(expected).toHaveLength(2357)
    expect(computed.sort(byNumber)).toEqual(expected.sort(byNumber))
  })
})

/** To two places, as the summary has them: at least one is written. */
function rounded(value: number | undefined): string {
  const text = String(Number((value ?? NaN).toFixed(2)))
  return text.includes('.') ? text : `${text}.0`
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10)
}
