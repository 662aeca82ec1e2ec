import { ExpressionError } from '../expression-error.ts'
import type { Frame } from './frame.ts'

/** Counts work on the row; throws `ExpressionError` when it becomes too much. */
export function spend(frame: Frame, amount: number, position: number): void {
  frame.work -= amount
  if (frame.work >= 0) return
  throw new ExpressionError({
    code: 'EvaluationTooLong',
    message: 'The expression takes too long here: iterations inside of iterations, or patterns.',
    position,
  })
}
