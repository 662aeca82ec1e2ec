import { ExpressionError } from '../expression-error.ts'
import { defaultLimits } from '../limits.ts'
import { compilePattern } from './compile-pattern.ts'
import { PatternProblem } from './pattern-node.ts'
import { readPattern } from './read-pattern.ts'
import { runPattern } from './run-pattern.ts'

export interface Matcher {
  readonly matches: (text: string) => boolean
  /** Instructions; each may be looked at once for each character. */
  readonly size: number
}

/** Makes a matcher of a pattern; throws `ExpressionError` where it is none. */
export function createMatcher(pattern: string, position: number): Matcher {
  try {
    const program = compilePattern(readPattern(pattern), defaultLimits.pattern)
    return { matches: (text) => runPattern(program, text), size: program.length }
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error
    const code = error.isTooComplex ? 'PatternTooComplex' : 'InvalidPattern'
    throw new ExpressionError({ code, message: error.message, position })
  }
}

/** For patterns that only the rows give; what is no pattern matches nothing and is null. */
export function matchesPattern(text: string, pattern: string): boolean | null {
  try {
    return createMatcher(pattern, 0).matches(text)
  } catch (error) {
    if (error instanceof ExpressionError) return null
    throw error
  }
}
