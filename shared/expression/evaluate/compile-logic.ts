import type { Evaluate } from './frame.ts'

/** Null is unknown: `false and unknown` is false, `true and unknown` unknown. */
export function compileAnd(operands: readonly Evaluate[]): Evaluate {
  return (frame) => {
    let result: boolean | null = true
    for (const operand of operands) {
      const value = operand(frame)
      if (value === false) return false
      if (value !== true) result = null
    }
    return result
  }
}

export function compileOr(operands: readonly Evaluate[]): Evaluate {
  return (frame) => {
    let result: boolean | null = false
    for (const operand of operands) {
      const value = operand(frame)
      if (value === true) return true
      if (value !== false) result = null
    }
    return result
  }
}

export function compileNot(operand: Evaluate): Evaluate {
  return (frame) => {
    const value = operand(frame)
    return typeof value === 'boolean' ? !value : null
  }
}
