import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../../shared/expression/compile-expression.ts'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { createCursor } from '../../../shared/expression/parse/cursor.ts'
import { takeWhole } from '../../../shared/expression/parse/parse-expression.ts'
import { parseQuery } from '../../../shared/expression/query/parse-query.ts'
import { takeExpand } from '../../../shared/expression/query/take-expand.ts'
import { takeSearch } from '../../../shared/expression/parse/search.ts'
import {
  attacks,
  filled,
  hostileSize as size,
  wrapped as half,
} from '../../../bench/expression/attacks.ts'
import { shopSettings } from '../../factories/shop-model.ts'
import { now } from './ask.ts'

/** Steps for each byte: constant, whatever the text; the most seen is 3.8. */
const mostStepsPerByte = 8

describe('8 KiB of a hostile text', () => {
  it.each(Object.entries(attacks))('%s: costs a bounded number of steps a byte', (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(size)
    let cursor
    try {
      cursor = createCursor(text)
      takeWhole(cursor)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    if (cursor !== undefined) {
      expect(cursor.steps).toBeLessThan(mostStepsPerByte * Math.max(text.length, 100))
      expect(cursor.nodes).toBeLessThanOrEqual(10_001)
    }
  })

  it.each(Object.entries(attacks))('%s: is answered or refused', (_, text) => {
    try {
      const row = { age: 1, city: 'a'.repeat(1000), active: true, UnifiedActivity: [{}, {}] }
      compileFilter(text, shopSettings).prepare({ now })(row)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
  })

  it('doubles its steps at most when the text is twice as long', () => {
    const steps = (text: string): number => {
      const cursor = createCursor(text)
      takeWhole(cursor)
      return cursor.steps
    }
    for (const piece of ['age eq 1 or ', '1 add ', "city in ('a','b') and "]) {
      const short = steps(`${piece.repeat(150)}active`)
      const long = steps(`${piece.repeat(300)}active`)
      expect(long).toBeLessThan(2.1 * short)
    }
  })

  const expands: Readonly<Record<string, string>> = {
    nested: half('A($expand=', 'B', ')'),
    long: filled('A,', ['', 'B']),
    starred: filled('*,', ['', '*']),
    paths: filled('A/', ['', 'B']),
  }

  it.each(Object.entries(expands))('of $expand, %s, too', (_, text) => {
    const cursor = createCursor(text)
    try {
      takeExpand(cursor)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    expect(cursor.steps).toBeLessThan(mostStepsPerByte * text.length)
  })

  const searches: Readonly<Record<string, string>> = {
    brackets: half('(', 'a', ')'),
    nots: filled('NOT ', ['', 'a']),
    words: filled('a ', ['', 'a']),
    operators: filled('AND OR '),
    phrases: filled('"'),
    blanks: filled(' ', ['a', 'b']),
  }

  it.each(Object.entries(searches))('of $search, %s, too', (_, text) => {
    const cursor = createCursor(text)
    try {
      takeSearch(cursor)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    expect(cursor.steps).toBeLessThan(mostStepsPerByte * text.length)
  })
})

const valid = [
  "UnifiedActivity/$count($filter=ActivityType eq 'Product Viewed' and Properties/category eq 'leather shoes' and ActivityTime ge now() sub duration'P7D') ge 2 and not UnifiedActivity/any(a: a/ActivityType eq 'Checkout')",
  'not (age gt 5) or (height div 2 lt 1.5 and balance mul 3 eq 0.30)',
  "city in ('a','b',null) and matchesPattern(city,'^[A-Z]{1,3}(a|b)*$')",
  'signedUp ge 2024-01-01T00:00:00+01:00 and birthday lt 2000-02-29 and hour(signedUp) eq 7',
  "tags/any(t: t eq plan) and tags/all(t: length(t) gt 3) and IsMemberOfSegment('high_value')",
  "case(age gt 5: 'old',true: 'new') eq 'old' and [1,2] eq scores and address eq {\"city\":\"x\"}",
  "cast(age,Edm.String) eq '42' and substring(city,-2) eq 'in' and -age add 1 le points",
]

/** A text with some of its characters left out, doubled, swapped or replaced. */
const mutated = fc
  .record({
    text: fc.constantFrom(...valid),
    changes: fc.array(
      fc.record({
        at: fc.nat(250),
        length: fc.nat(3),
        by: fc.oneof(
          fc.constantFrom(
            '',
            '(',
            ')',
            "'",
            '"',
            ',',
            '/',
            ' ',
            '-',
            '@',
            '$',
            ':',
            '{',
            '[',
            '‘',
            '1',
            'e5',
          ),
          fc.constantFrom(' eq ', ' null ', 'now()', 'any(', "'x'", '$it', '$count', '.5', '🎉'),
          fc.string({ maxLength: 4, unit: 'binary' }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ text, changes }) =>
    changes.reduce((whole, { at, length, by }) => {
      const start = at % (whole.length + 1)
      return whole.slice(0, start) + by + whole.slice(start + length)
    }, text),
  )

const row = {
  city: 'Berlin',
  age: 7,
  points: '9007199254740993',
  balance: '0.10',
  tags: ['vip'],
  UnifiedActivity: [{ ActivityType: 'page', Properties: { price: 1 } }],
}

describe('a valid expression that was mutated', () => {
  it('throws nothing but our error, when it is read and when it is evaluated', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        try {
          const matches = compileFilter(text, shopSettings).prepare({ now })
          matches(row)
          matches({})
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error
          expect(error.position).toBeGreaterThanOrEqual(0)
          expect(error.position).toBeLessThanOrEqual(text.length)
          expect(error.message).not.toBe('')
        }
      }),
      { numRuns: 2500 },
    )
  })

  it('throws nothing but our error as a query string', () => {
    fc.assert(
      fc.property(
        fc.oneof(mutated, fc.string({ unit: 'binary' })),
        fc.constantFrom(
          '$filter=',
          '$orderby=',
          '$select=',
          '$expand=',
          '$search=',
          '$compute=',
          '',
        ),
        (text, option) => {
          try {
            parseQuery(option + text)
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})
