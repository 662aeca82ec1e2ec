import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../../shared/expression/compile-expression.ts'
import type { Column } from '../../../shared/expression/storage/column.ts'
import {
  impliedFilter,
  type StoredFilter,
} from '../../../shared/expression/storage/implied-filter.ts'
import { tableFilterText } from '../../../shared/expression/storage/table-filter-text.ts'
import { shopSettings } from '../../factories/shop-model.ts'
import { now } from './ask.ts'
import { randomCondition } from './naive/random-expression.ts'
import { randomRow, type RandomRow } from './naive/random-row.ts'

const columns = new Map<string, Column>([
  ['CustomerId', { name: 'RowKey', type: 'String', isRequired: true }],
  ['city', { name: 'city', type: 'String' }],
  ['plan', { name: 'plan', type: 'String' }],
  ['age', { name: 'age', type: 'Int32' }],
  ['points', { name: 'points', type: 'Int64' }],
  ['height', { name: 'height', type: 'Double' }],
  ['active', { name: 'active', type: 'Boolean' }],
  ['signedUp', { name: 'signedUp', type: 'DateTime' }],
  ['deviceId', { name: 'deviceId', type: 'Guid' }],
])

function implied(text: string): StoredFilter | undefined {
  return impliedFilter(compileFilter(text, shopSettings).bound, columns)
}

/** As Table storage answers: a missing property meets no comparison, not even `ne`. */
function isFound(filter: StoredFilter, row: RandomRow): boolean {
  if (filter.kind !== 'compare') {
    const found = filter.operands.map((one) => isFound(one, row))
    return filter.kind === 'and' ? !found.includes(false) : found.includes(true)
  }
  const { column, operator, value } = filter
  const raw = row[column.name]
  if (raw === null || raw === undefined) return false
  const stored =
    column.type === 'DateTime'
      ? Date.parse(raw as string)
      : column.type === 'Int64'
        ? BigInt(raw as number)
        : (raw as string | number | boolean)
  return {
    eq: stored === value,
    ne: stored !== value,
    gt: stored > value,
    ge: stored >= value,
    lt: stored < value,
    le: stored <= value,
  }[operator]
}

describe('what an expression implies for Table storage', () => {
  it('lets every row through for which the expression is true', () => {
    let pushed = 0
    fc.assert(
      fc.property(
        randomCondition,
        fc.array(randomRow, { minLength: 1, maxLength: 6 }),
        ({ text }, rows) => {
          const { bound, prepare } = compileFilter(text, shopSettings)
          const filter = impliedFilter(bound, columns)
          if (filter === undefined) return
          pushed += 1
          const matches = prepare({ now })
          for (const row of rows) if (matches(row)) expect(isFound(filter, row)).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
    // Else the property says nothing.
    expect(pushed).toBeGreaterThan(300)
  })

  it.each([
    ["city eq 'O''Brien'", "city eq 'O''Brien'"],
    ["'a' lt city", "city gt 'a'"],
    ['5 gt age', 'age lt 5'],
    ['points eq 9007199254740993', 'points eq 9007199254740993L'],
    ['points ge 5', 'points ge 5L'],
    ['height gt 5', 'height gt 5.0'],
    ['height gt 0.1', 'height gt 0.1'],
    ['active', 'active eq true'],
    ['signedUp gt 2024-01-01T00:00:00.0005Z', "signedUp ge datetime'2024-01-01T00:00:00.000Z'"],
    ['signedUp lt 2024-01-01T01:00:00+01:00', "signedUp le datetime'2024-01-01T00:00:00.000Z'"],
    [
      'deviceId eq 0A0A0A0A-0000-0000-0000-000000000000',
      "deviceId eq guid'0a0a0a0a-0000-0000-0000-000000000000'",
    ],
    ["CustomerId ne 'a'", "RowKey ne 'a'"],
    ["startswith(city,'ab')", "city ge 'ab' and city lt 'ac'"],
    ["plan in ('a','b')", "plan eq 'a' or plan eq 'b'"],
    ["city eq 'a' and contains(plan,'x')", "city eq 'a'"],
    ["(city eq 'a' or age gt 5) and height lt 2", "(city eq 'a' or age gt 5) and height lt 2.0"],
  ])('%s: %s', (text, expected) => {
    const filter = implied(text)
    expect(filter && tableFilterText(filter)).toBe(expected)
  })

  it.each([
    "city ne 'a'",
    'city eq null',
    'city ne null',
    "plan in ('a',null)",
    'city in ()',
    "not (city eq 'a')",
    "city eq 'a' or contains(plan,'x')",
    "contains(city,'a')",
    "startswith(city,'\ud7ff')",
    "startswith(city,'')",
    'age eq 1.5',
    'age eq 3000000000',
    'age add 1 eq 5',
    'city eq plan',
    "address/city eq 'a'",
    'signedUp eq 2024-01-01T00:00:00.0005Z',
    "UnifiedActivity/any(a: a/ActivityType eq 'x')",
    'active eq (age gt 5)',
    'active gt false',
    'signedUp gt 0001-01-01T00:00:00Z',
    'signedUp lt -0044-03-15T00:00:00Z',
    'deviceId gt 0A0A0A0A-0000-0000-0000-000000000000',
    'true',
  ])('%s: nothing', (text) => {
    expect(implied(text)).toBeUndefined()
  })

  it('has at most fifteen comparisons', () => {
    const comparisons = (filter: StoredFilter | undefined): number =>
      filter === undefined
        ? 0
        : filter.kind === 'compare'
          ? 1
          : filter.operands.reduce((sum, one) => sum + comparisons(one), 0)
    const many = (count: number, word: string): string =>
      Array.from({ length: count }, (_, index) => `age ge ${-index}`).join(` ${word} `)
    expect(comparisons(implied(many(20, 'and')))).toBe(15)
    expect(comparisons(implied(many(15, 'or')))).toBe(15)
    expect(implied(many(16, 'or'))).toBeUndefined()
    const list = Array.from({ length: 16 }, (_, index) => index).join(',')
    expect(implied(`age in (${list})`)).toBeUndefined()
    expect(comparisons(implied(`${many(10, 'or')} and (${many(6, 'or')}) and age gt 1`))).toBe(0)
  })
})
