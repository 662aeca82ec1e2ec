import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeZone } from '../../../shared/platform/clock/time-zone.ts'
import { compileMeasure } from '../../../shared/measures/compile-measure.ts'
import {
  measureDefinitionSchema,
  measureFunctions,
} from '../../../shared/measures/measure-definition.ts'
import { windowStart } from '../../../shared/measures/measure-window.ts'
import { addToSeries, emptySeries, valueFrom } from '../../../shared/measures/partial-series.ts'
import { activityOf, naiveValue, type Sale } from './naive-measure.ts'

const begin = Date.UTC(2026, 2, 1)
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu']

const sale = fc.record({
  type: fc.constantFrom('viewed', 'bought'),
  // Ties in time, and on both sides of edges.
  time: fc.oneof(
    fc.integer({ min: 0, max: 40 * 24 * 4 }).map((quarters) => begin + quarters * 900_000),
    fc.integer({ min: 0, max: 40 * 86_400_000 }).map((ms) => begin + ms),
  ),
  price: fc.option(fc.integer({ min: -500, max: 500 }), { nil: undefined }),
  category: fc.option(fc.constantFrom('shoes', 'hats', 'bags'), { nil: undefined }),
})
const sales = fc
  .array(sale, { maxLength: 30 })
  .map((all) =>
    all.map((one, index): Sale => ({ id: `m${String(index).padStart(2, '0')}`, ...one })),
  )

const window = fc.option(
  fc.record({
    last: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('hour', 'day', 'week', 'month'),
    calendar: fc.boolean(),
  }),
  { nil: undefined },
)
/** What a filter may ask of times by the clock, as text and as a test. */
const moving = fc.option(
  fc.record({
    operator: fc.constantFrom('ge' as const, 'gt' as const, 'le' as const, 'lt' as const),
    hours: fc.integer({ min: -10, max: 900 }),
  }),
  { nil: undefined },
)
type Moving = typeof moving extends fc.Arbitrary<infer M> ? M : never

function movingText(one: Moving): string[] {
  if (one === undefined) return []
  const { operator, hours } = one
  const sign = hours < 0 ? 'add' : 'sub'
  return [`ActivityTime ${operator} now() ${sign} duration'PT${Math.abs(hours)}H'`]
}

function isMoving(one: Moving, time: number, now: number): boolean {
  if (one === undefined) return true
  const edge = Math.floor(now / 3_600_000) * 3_600_000 - one.hours * 3_600_000
  switch (one.operator) {
    case 'ge':
      return time >= edge
    case 'gt':
      return time > edge
    case 'le':
      return time <= edge
    case 'lt':
      return time < edge
  }
}

const groups = fc.option(fc.constantFrom('max', 'min', 'sum', 'count', 'argMax'), {
  nil: undefined,
})

const definition = fc
  .record({
    ...{ of: fc.constantFrom(...measureFunctions), window, groups, filtered: fc.boolean() },
    moved: moving,
  })
  .map(({ of, window: looksAt, groups: reduce, filtered, moved }) => {
    const conditions = [...(filtered ? ["ActivityType eq 'viewed'"] : []), ...movingText(moved)]
    const body = {
      ...{ name: 'm', function: of },
      ...(of !== 'count' && { of: 'Properties/price' }),
      ...((of === 'argMax' || of === 'argMin') && { by: 'Properties/price' }),
      ...(conditions.length > 0 && { filter: conditions.join(' and ') }),
      ...(looksAt !== undefined && { window: looksAt }),
      ...(reduce !== undefined && { per: 'Properties/category', reduce }),
    }
    const parsed = measureDefinitionSchema.parse(body)
    if ('expression' in parsed) throw new Error('not a function')
    return { body: parsed, filtered, moved }
  })

describe('a measure', () => {
  it('is what all activities in its window come to, in whatever order and parts they come', () => {
    fc.assert(
      fc.property(
        sales,
        definition,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 60 * 24 }),
        fc.func(fc.boolean()),
        (all, { body, filtered, moved }, name, hours, isEarly) => {
          const zone = timeZone(name)
          if (zone === undefined) throw new Error(name)
          const now = begin + hours * 3_600_000 + 1234
          const measure = compileMeasure(body)
          const parts = [
            all.filter((one) => isEarly(one)),
            all.filter((one) => !isEarly(one)).toReversed(),
          ]
          const series = parts.reduce(
            (known, part) => addToSeries(known, part.map(activityOf), [measure]),
            emptySeries,
          )
          const from = body.window === undefined ? -Infinity : windowStart(body.window, now, zone)
          const { value } = valueFrom(series, measure, { now, zone })
          const meant = all.filter(
            ({ type, time }) => (!filtered || type === 'viewed') && isMoving(moved, time, now),
          )
          const expected = naiveValue(meant, { definition: body, from })
          if (typeof expected === 'number' && body.function === 'average') {
            expect(value).toBeCloseTo(expected, 9)
          } else expect(value).toEqual(expected)
        },
      ),
      { numRuns: 600 },
    )
  })
})
