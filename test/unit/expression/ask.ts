import { compileExpression, compileFilter } from '../../../shared/expression/compile-expression.ts'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { valueJson } from '../../../shared/expression/values/value-json.ts'
import { shopSettings } from '../../factories/shop-model.ts'

export const now = Date.parse('2026-05-31T12:00:00.000Z')

/** What an expression makes of a row, as JSON. */
export function valueOf(text: string, row: object = {}): unknown {
  const { type, prepare } = compileExpression(text, shopSettings)
  return valueJson(prepare({ now })(row), type)
}

export function isMatch(text: string, row: object = {}): boolean {
  return compileFilter(text, shopSettings).prepare({ now })(row)
}

/** The error that an expression is refused with. */
export function refusal(text: string): ExpressionError {
  try {
    compileFilter(text, shopSettings)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
  throw new Error(`not refused: ${text}`)
}
