import { decimalOf, wholeDecimal, type Rounding } from '../values/decimal.ts'
import { isDecimal, type NumberValue } from '../values/number-value.ts'
import type { FunctionTable, Overload } from './builtin.ts'

type Round = (value: number) => number

function rounding(how: Rounding, onDouble: Round): Overload[] {
  const compute = (value: NumberValue): NumberValue => {
    if (isDecimal(value)) return decimalOf(wholeDecimal(value, how))
    return typeof value === 'bigint' ? value : onDouble(value)
  }
  return [{ parameters: ['number'], returns: 'first', compute }]
}

/** A half goes away from zero (URL conventions, 5.1.1.9.3); `Math.round` goes up. */
function roundHalfAway(value: number): number {
  const size = Math.abs(value)
  const whole = Math.floor(size)
  return Math.sign(value) * (size - whole >= 0.5 ? whole + 1 : whole)
}

export const mathFunctions: FunctionTable = {
  round: rounding('round', roundHalfAway),
  floor: rounding('floor', Math.floor),
  ceiling: rounding('ceiling', Math.ceil),
}
