import { describe, expect, it } from 'vitest'
import { compileMeasures } from '../../../shared/measures/compile-measures.ts'
import { measureDefinitionSchema } from '../../../shared/measures/measure-definition.ts'
import { addToSeries, emptySeries, valueFrom } from '../../../shared/measures/partial-series.ts'
import { PasserbyError } from '../../../shared/platform/errors/errors.ts'
import { timeZone, type TimeZone } from '../../../shared/platform/clock/time-zone.ts'
import type { Value } from '../../../shared/expression/values/value.ts'
import type { Activity } from '../../../shared/profiles/activity.ts'

const now = Date.parse('2026-03-31T12:34:56Z')

function berlin(): TimeZone {
  const zone = timeZone('Europe/Berlin')
  if (zone === undefined) throw new Error('no zone')
  return zone
}

function activity(id: string, name: string, time: string, properties: object = {}): Activity {
  const ms = Date.parse(time)
  return {
    ...{ messageId: id, type: 'track', name, time: ms, receivedAt: ms, timeCorrected: false },
    ...{ source: 'web', logout: false, identifiers: [], previous: [], attributes: [] },
    ...{ properties: { ...properties }, location: { blob: 'b', index: 0 } },
  }
}

/** A week at a shop. */
const activities = [
  activity('a1', 'Product Viewed', '2026-03-02T10:00:00Z', { product_id: 'boots' }),
  activity('a2', 'Product Viewed', '2026-03-20T10:00:00Z', { product_id: 'boots' }),
  activity('a3', 'Product Viewed', '2026-03-30T10:00:00Z', { product_id: 'hat' }),
  activity('a4', 'Order Completed', '2026-03-02T11:00:00Z', { revenue: 0.1, category: 'shoes' }),
  activity('a5', 'Order Completed', '2026-03-20T11:00:00Z', { revenue: 0.2, category: 'hats' }),
  activity('a6', 'Order Completed', '2026-03-30T22:30:00Z', { revenue: '9', category: 'hats' }),
]

function valuesOf(definitions: readonly object[]): Record<string, Value> {
  const { measures, derived } = compileMeasures(
    definitions.map((definition) => measureDefinitionSchema.parse(definition)),
  )
  const series = addToSeries(emptySeries, activities, measures)
  const values = new Map<string, Value>()
  for (const measure of measures) {
    const { value } = valueFrom(series, measure, { now, zone: berlin() })
    values.set(measure.definition.name, value)
  }
  for (const { definition, compute } of derived) values.set(definition.name, compute(values))
  return Object.fromEntries(values)
}

const orders = { filter: "ActivityType eq 'Order Completed'" }
const spend = { name: 'total_spend', function: 'sum', of: 'Properties/revenue', ...orders }

describe('measures', () => {
  it('are exact, and of numbers only', () => {
    expect(
      valuesOf([
        spend,
        { name: 'order_count', function: 'count', ...orders },
        { name: 'average_order', function: 'average', of: 'Properties/revenue', ...orders },
        { name: 'ordered', expression: 'total_spend div order_count' },
      ]),
    ).toEqual({ total_spend: 0.3, order_count: 3, average_order: 0.15, ordered: 0.3 / 3 })
  })

  it('look at windows that roll, and at those of the calendar of the zone', () => {
    const count = { function: 'count' }
    expect(
      valuesOf([
        { name: 'day', ...count, window: { last: 1, unit: 'day' } },
        // In Berlin the last order was on the 31st.
        { name: 'today', ...count, window: { last: 1, unit: 'day', calendar: true } },
        { name: 'month', ...count, window: { last: 1, unit: 'month' } },
        { name: 'this_month', ...count, window: { last: 1, unit: 'month', calendar: true } },
        { name: 'this_week', ...count, window: { last: 1, unit: 'week', calendar: true } },
      ]),
    ).toEqual({ day: 1, today: 1, month: 6, this_month: 6, this_week: 2 })
  })

  it('count different values, and make one of several', () => {
    const viewed = { filter: "ActivityType eq 'Product Viewed'" }
    expect(
      valuesOf([
        { name: 'active_days', function: 'countUnique', of: 'date(ActivityTime)' },
        {
          ...{ name: 'views_of_one', function: 'count', ...viewed },
          ...{ per: 'Properties/product_id', reduce: 'max' },
        },
        {
          ...{ name: 'favourite', function: 'count', ...viewed },
          ...{ per: 'Properties/product_id', reduce: 'argMax' },
        },
        { name: 'first_day', function: 'min', of: 'date(ActivityTime)', ...orders },
        { name: 'last_day', function: 'max', of: 'date(ActivityTime)', ...orders },
        { name: 'weeks', expression: 'totalseconds(last_day sub first_day) div 604800' },
      ]),
    ).toMatchObject({ active_days: 3, views_of_one: 2, favourite: 'boots', weeks: 4 })
  })

  it('say null for a division by zero, and nothing of nothing', () => {
    const none = { filter: "ActivityType eq 'Never'" }
    expect(
      valuesOf([
        { name: 'count', function: 'count', ...none },
        { name: 'sum', function: 'sum', of: 'Properties/revenue', ...none },
        { name: 'average', function: 'average', of: 'Properties/revenue', ...none },
        { name: 'last', function: 'last', of: 'Properties/revenue', ...none },
        { name: 'quotient', expression: 'sum div count' },
      ]),
    ).toEqual({ count: 0, sum: 0, average: null, last: null, quotient: null })
  })

  it.each([
    ['an unknown property', { ...spend, filter: 'ActivityTyp eq 1' }, '/filter', 0, 'ActivityType'],
    ['a sum of texts', { ...spend, of: 'Source' }, '/of', undefined, 'String'],
    ['a list', { ...spend, function: 'max', of: 'Properties' }, '/of', undefined, 'Properties'],
    ['the clock', { ...spend, filter: 'ReceivedTime ge now()' }, '/filter', 13, 'ActivityTime ge'],
    [
      'a moving either',
      { ...spend, filter: "ActivityTime ge now() or Source eq 'x'" },
      '/filter',
      13,
      'window',
    ],
    [
      'what is of the clock',
      { ...spend, of: 'totalseconds(now() sub ActivityTime)' },
      '/of',
      undefined,
      'window',
    ],
    [
      'an unknown measure',
      { name: 'm', expression: 'total_spent' },
      '/expression',
      0,
      'total_spend',
    ],
    ['itself', { name: 'm', expression: 'm add 1' }, '/expression', undefined, 'm → m'],
  ])('are refused with the place and a hint: %s', (_title, definition, target, position, hint) => {
    const others = 'expression' in definition ? [spend] : []
    const error = caught(() => valuesOf([...others, definition]))
    expect(error).toMatchObject({ target, ...(position !== undefined && { position }) })
    expect(error.message).toContain(hint)
  })

  it('are refused where they read each other, with the way round', () => {
    const circle = [
      { name: 'a', expression: 'b add 1' },
      { name: 'b', expression: 'c add 1' },
      { name: 'c', expression: 'a add 1' },
    ]
    expect(caught(() => valuesOf(circle)).message).toContain('a → b → c → a')
  })

  it('of customers and of the business do not mix', () => {
    const business = { ...spend, name: 'revenue', kind: 'business' }
    const error = caught(() => valuesOf([business, { name: 'm', expression: 'revenue div 2' }]))
    expect(error.message).toContain("'revenue' is no customer measure")
  })

  it.each([
    [{ name: 'm', function: 'sum' }, 'of'],
    [{ name: 'm', function: 'argMax', of: 'Source' }, 'by'],
    [{ name: 'm', function: 'count', per: 'Source' }, 'reduce'],
    [{ name: 'm', function: 'count', dimensions: ['Source'] }, 'dimensions'],
    [{ name: 'm', function: 'count', window: { last: 0, unit: 'day' } }, 'window'],
    [{ name: 'm', function: 'count', window: { last: 5000, unit: 'day' } }, 'window'],
    [{ name: '1m', function: 'count' }, 'name'],
    [{ name: 'm' }, ''],
  ])('must have their members: %j', (definition, member) => {
    const parsed = measureDefinitionSchema.safeParse(definition)
    expect(parsed.success).toBe(false)
    expect(JSON.stringify(parsed.error?.issues)).toContain(member)
  })
})

function caught(run: () => unknown): PasserbyError {
  try {
    run()
  } catch (error) {
    if (error instanceof PasserbyError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
