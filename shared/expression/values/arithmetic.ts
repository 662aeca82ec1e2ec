import {
  addDecimals,
  divideDecimals,
  multiplyDecimals,
  negateDecimal,
  remainderOfDecimals,
  type Decimal,
} from './decimal.ts'
import { integerOf, isDecimal, toDecimal, toDouble, type NumberValue } from './number-value.ts'

type Operator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'
type Operation = (a: NumberValue, b: NumberValue) => NumberValue | null
export type Arithmetic = Readonly<Record<Operator, Operation>>

const onDoubles =
  (compute: (a: number, b: number) => number): Operation =>
  (a, b) =>
    compute(typeof a === 'number' ? a : toDouble(a), typeof b === 'number' ? b : toDouble(b))

const quotient = onDoubles((a, b) => a / b)

export const doubleArithmetic: Arithmetic = {
  add: onDoubles((a, b) => a + b),
  sub: onDoubles((a, b) => a - b),
  mul: onDoubles((a, b) => a * b),
  div: quotient,
  divby: quotient,
  mod: onDoubles((a, b) => a % b),
}

/** Fast while the result is exact in a double, else in big integers; null beyond 64 bits. */
const onIntegers =
  (fast: (a: number, b: number) => number, exact: (a: bigint, b: bigint) => bigint): Operation =>
  (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = fast(a, b)
      if (Number.isSafeInteger(result)) return result
    }
    return integerOf(exact(BigInt(a as number), BigInt(b as number)))
  }

const dividing =
  (operation: Operation): Operation =>
  (a, b) =>
    b == 0 ? null : operation(a, b)

const wholeQuotient = dividing(
  onIntegers(
    (a, b) => (a - (a % b)) / b,
    (a, b) => a / b,
  ),
)

export const integerArithmetic: Arithmetic = {
  add: onIntegers(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  sub: onIntegers(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  mul: onIntegers(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  div: wholeQuotient,
  divby: wholeQuotient,
  mod: dividing(
    onIntegers(
      (a, b) => a % b,
      (a, b) => a % b,
    ),
  ),
}

const onDecimals =
  (compute: (a: Decimal, b: Decimal) => Decimal | undefined): Operation =>
  (a, b) => {
    const left = toDecimal(a)
    const right = toDecimal(b)
    return left === null || right === null ? null : (compute(left, right) ?? null)
  }

const decimalQuotient = onDecimals(divideDecimals)

export const decimalArithmetic: Arithmetic = {
  add: onDecimals(addDecimals),
  sub: onDecimals((a, b) => addDecimals(a, negateDecimal(b))),
  mul: onDecimals(multiplyDecimals),
  div: decimalQuotient,
  divby: decimalQuotient,
  mod: onDecimals(remainderOfDecimals),
}

export function negateNumber(value: NumberValue): NumberValue | null {
  if (isDecimal(value)) return negateDecimal(value)
  return typeof value === 'bigint' ? integerOf(-value) : -value
}
