import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeZone } from '../../../shared/platform/clock/time-zone.ts'
import { compileMeasure } from '../../../shared/measures/compile-measure.ts'
import {
  measureDefinitionSchema,
  measureFunctions,
  type FunctionMeasure,
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
const groups = fc.option(fc.constantFrom('max', 'min', 'sum', 'count', 'argMax'), {
  nil: undefined,
})

const definition = fc
  .record({ of: fc.constantFrom(...measureFunctions), window, groups, filtered: fc.boolean() })
  .map(({ of, window: looksAt, groups: reduce, filtered }): FunctionMeasure => {
    const body = {
      ...{ name: 'm', function: of },
      ...(of !== 'count' && { of: 'Properties/price' }),
      ...((of === 'argMax' || of === 'argMin') && { by: 'Properties/price' }),
      ...(filtered && { filter: "ActivityType eq 'viewed'" }),
      ...(looksAt !== undefined && { window: looksAt }),
      ...(reduce !== undefined && { per: 'Properties/category', reduce }),
    }
    const parsed = measureDefinitionSchema.parse(body)
    if ('expression' in parsed) throw new Error('not a function')
    return parsed
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
        (all, body, name, hours, isEarly) => {
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
          const expected = naiveValue(all, { definition: body, from })
          if (typeof expected === 'number' && body.function === 'average') {
            expect(value).toBeCloseTo(expected, 9)
          } else expect(value).toEqual(expected)
        },
      ),
      { numRuns: 600 },
    )
  })
})
