import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileExpression } from '../../../shared/expression/compile-expression.ts'
import { printExpression } from '../../../shared/expression/print/print-expression.ts'
import { shopSettings } from '../../factories/shop-model.ts'
import { now } from './ask.ts'
import { randomCondition } from './naive/random-expression.ts'
import { randomRow } from './naive/random-row.ts'

export function evaluationLaws(numRuns: number): void {
  it('answers what a naive evaluator answers, for any expression and row', () => {
    fc.assert(
      fc.property(
        randomCondition,
        fc.array(randomRow, { minLength: 1, maxLength: 6 }),
        (twin, rows) => {
          const evaluate = compileExpression(twin.text, shopSettings).prepare({ now })
          for (const row of rows) expect(evaluate(row)).toBe(twin.run({ row }))
        },
      ),
      { numRuns },
    )
  })

  it('of the canonical text is the same', () => {
    fc.assert(
      fc.property(randomCondition, randomRow, ({ text }, row) => {
        const written = compileExpression(text, shopSettings)
        const canonical = compileExpression(printExpression(written.node), shopSettings)
        expect(canonical.prepare({ now })(row)).toBe(written.prepare({ now })(row))
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    )
  })
}
