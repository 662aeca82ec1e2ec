import { describe, expect, it } from 'vitest'
import { analyse } from '../../../shared/expression/analyse/analyse.ts'
import { clockUses } from '../../../shared/expression/analyse/check-stored.ts'
import { impliedValues } from '../../../shared/expression/analyse/implied-values.ts'
import { compileFilter } from '../../../shared/expression/compile-expression.ts'
import { shopSettings } from '../../factories/shop-model.ts'

const analysed = (text: string) => analyse(compileFilter(text, shopSettings).bound)
const day = 86_400_000

describe('the analysis of an expression', () => {
  it('names every path that is read', () => {
    const { paths } = analysed(
      "UnifiedActivity/any(a: a/Properties/sku eq 'x' and a/ActivityType eq 'page') and address/city eq city and Customer_Measure/total_spend gt 5 and tags/any(t: t eq 'x')",
    )
    expect(paths).toEqual([
      'Customer_Measure',
      'Customer_Measure/total_spend',
      'UnifiedActivity',
      'UnifiedActivity/ActivityType',
      'UnifiedActivity/Properties',
      'UnifiedActivity/Properties/sku',
      'address',
      'address/city',
      'city',
      'tags',
    ])
  })

  it.each([
    [
      "UnifiedActivity/$count($filter=ActivityType eq 'A' and ActivityTime ge now() sub duration'P7D') ge 2",
      ['A'],
      [{ kind: 'moving', shift: -7 * day }],
    ],
    [
      "UnifiedActivity/any(a: a/ActivityType in ('B','A') and a/ActivityTime gt 2024-01-01T00:00:00Z)",
      ['A', 'B'],
      [{ kind: 'fixed', ms: Date.parse('2024-01-01') }],
    ],
    [
      "UnifiedActivity/any(a: (a/ActivityType eq 'A' or 'B' eq a/ActivityType) and now() sub duration'P1D' lt a/ActivityTime)",
      ['A', 'B'],
      [{ kind: 'moving', shift: -day }],
    ],
    ["UnifiedActivity/any(a: a/ActivityType eq 'A' and a/ActivityType in ('A','C'))", ['A'], []],
    ["UnifiedActivity/any(a: a/ActivityType eq 'A' or a/Properties/price gt 5)", undefined, []],
    ["UnifiedActivity/any(a: a/ActivityType ne 'A')", undefined, []],
    ["UnifiedActivity/any(a: not (a/ActivityType eq 'A'))", undefined, []],
    ["UnifiedActivity/all(a: a/ActivityType eq 'A')", undefined, []],
    ['UnifiedActivity/any(a: a/ActivityTime le now())', undefined, []],
    ['UnifiedActivity/any()', undefined, []],
    ['UnifiedActivity/$count gt 5', undefined, []],
    ["UnifiedActivity/$filter(ActivityType eq 'A')/any()", ['A'], []],
  ])('%s reads the types %j since %j', (text, types, since) => {
    expect(analysed(text).activities).toEqual([{ types, since, position: expect.any(Number) }])
  })

  it.each([
    ["UnifiedActivity/$count($filter=ActivityType eq 'A') gt 5 and age gt 3", []],
    ['UnifiedActivity/any(a: a/Properties/items/any(i: i/price gt 5))', []],
    ['tags/any(t: t eq city)', []],
    [
      'UnifiedActivity/any(a: UnifiedActivity/any(b: b/ActivityTime gt a/ActivityTime))',
      ['comparesActivities'],
    ],
    [
      "UnifiedActivity/$count($filter=$it/UnifiedActivity/any(b: b/ActivityType eq 'A')) gt 1",
      ['comparesActivities'],
    ],
    ['UnifiedActivity/any(a: a/Properties/price gt height)', ['comparesWithProfile']],
    ["UnifiedActivity/any(a: IsMemberOfSegment('high_value'))", ['comparesWithProfile']],
    ['length(UnifiedActivity) gt 5', ['readsWholeTimeline']],
  ])('%s: %j', (text, reasons) => {
    const result = analysed(text)
    expect(result.reasons.map(({ reason }) => reason)).toEqual(reasons)
    expect(result.class).toBe(reasons.length === 0 ? 'I' : 'II')
  })

  it('keeps nested iterations apart', () => {
    const { activities } = analysed(
      "UnifiedActivity/any(a: a/ActivityType eq 'A' and not UnifiedActivity/any(b: b/ActivityType eq 'B' and a/ActivityType eq 'A'))",
    )
    expect(activities.map(({ types }) => types)).toEqual([['A'], ['B']])
  })

  it('names segments, and texts that were compared', () => {
    const result = analysed(
      "IsMemberOfSegment('high_value') and (city eq 'Oslo' or plan in ('a','b'))",
    )
    expect(result.segments).toEqual(['high_value'])
    expect(result.texts).toEqual([
      { path: 'city', text: 'Oslo', position: 45 },
      { path: 'plan', text: 'a', position: 64 },
      { path: 'plan', text: 'b', position: 68 },
    ])
  })

  it('tells whether the clock matters', () => {
    expect(analysed('signedUp lt now()').readsClock).toBe(true)
    expect(analysed('signedUp lt 2024-01-01T00:00:00Z').readsClock).toBe(false)
  })
})

describe('implied values', () => {
  const implied = (text: string): unknown => {
    const values = impliedValues(compileFilter(text, shopSettings).bound, {
      path: 'CustomerId',
      slot: 0,
    })
    return values && [...values]
  }

  it.each([
    ["CustomerId eq 'a'", ['a']],
    ["'a' eq CustomerId and age gt 5", ['a']],
    ["CustomerId in ('a','b') and CustomerId in ('b','c')", ['b']],
    ["CustomerId eq 'a' or CustomerId eq 'b'", ['a', 'b']],
    ["CustomerId eq 'a' or age gt 5", undefined],
    ["CustomerId ne 'a'", undefined],
    ['CustomerId eq city', undefined],
    ["not (CustomerId eq 'a')", undefined],
  ])('of %s: %j', (text, expected) => {
    expect(implied(text)).toEqual(expected)
  })
})

describe('now() in a stored definition', () => {
  const uses = (text: string) => clockUses(compileFilter(text, shopSettings).bound)

  it.each([
    ['signedUp lt now()', 'signedUp', 'lt', 0],
    ['now() gt signedUp', 'signedUp', 'lt', 0],
    ["signedUp ge now() sub duration'P7D'", 'signedUp', 'ge', -7 * day],
    ["signedUp le now() add duration'PT3H'", 'signedUp', 'le', 3 * 3_600_000],
    [
      "not UnifiedActivity/any(a: a/ActivityTime gt now() sub duration'PT24H')",
      'UnifiedActivity/ActivityTime',
      'gt',
      -day,
    ],
  ])('may stand in %s', (text, path, operator, shift) => {
    expect(uses(text)).toEqual([
      expect.objectContaining({ path, operator, moment: { kind: 'moving', shift } }),
    ])
  })

  it.each([
    ["signedUp ge now() sub duration'PT90M'", 12],
    ['year(now()) gt 2025', 5],
    ["signedUp add duration'P1D' gt now()", 30],
    ["now() sub signedUp gt duration'P1D'", 0],
    ['now() gt 2024-01-01T00:00:00Z', 0],
  ])('may not stand in %s', (text, position) => {
    expect(() => uses(text)).toThrow(expect.objectContaining({ code: 'InvalidNow', position }))
  })
})
