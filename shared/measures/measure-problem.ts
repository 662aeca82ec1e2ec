import { ExpressionError } from '../expression/expression-error.ts'
import { ValidationError } from '../platform/errors/errors.ts'

/** Reads a member of a definition; what is wrong with its expression is told by its place. */
export function inMember<T>(member: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const { code, message, position } = error
    throw new ValidationError({ code, message, position, target: `/${member}`, cause: error })
  }
}

export function badMeasure(member: string, message: string): ValidationError {
  return new ValidationError({ code: 'InvalidDefinition', message, target: `/${member}` })
}
