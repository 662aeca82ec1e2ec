import type { ErrorCode } from '../platform/errors/error-catalogue.ts'
import { ValidationError } from '../platform/errors/errors.ts'

export interface ExpressionProblem {
  readonly code: ErrorCode
  readonly message: string
  /** Where in the expression, in UTF-16 units from 0. */
  readonly position: number
  /** What the author may have meant, a sentence. */
  readonly hint?: string | undefined
  /** The query option that holds the expression. */
  readonly target?: string | undefined
}

/** The only error that parsing, checking, compiling or evaluating an expression throws. */
export class ExpressionError extends ValidationError {
  declare readonly position: number
  /** Also the end of the message. */
  readonly hint: string | undefined

  constructor({ code, message, position, hint, target }: ExpressionProblem) {
    const whole = hint === undefined ? message : `${message} ${hint}`
    super({ code, message: whole, position, ...(target !== undefined && { target }) })
    this.hint = hint
  }
}
