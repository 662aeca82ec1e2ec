import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileFilter } from '../../../shared/expression/compile-expression.ts'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { parseQuery } from '../../../shared/expression/query/parse-query.ts'
import { shopSettings } from '../../factories/shop-model.ts'
import { now } from './ask.ts'

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

export function mutationLaws(numRuns: number): void {
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
      { numRuns },
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
      { numRuns },
    )
  })
}
