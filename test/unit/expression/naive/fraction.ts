/** A number by its exact value, for a naive evaluator: nothing of the module is used. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

export function fraction(over: bigint, under = 1n): Fraction {
  return under < 0n ? { over: -over, under: -under } : { over, under }
}

/** From `-12.50`. */
export function fractionOfText(text: string): Fraction {
  const [whole = '0', decimals = ''] = text.split('.')
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
}

/** The exact value of a double. */
export function fractionOfDouble(value: number): Fraction {
  let under = 1n
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    under *= 2n
  }
  return fraction(BigInt(scaled), under)
}

export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under + b.over * a.under, a.under * b.under)
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.over, a.under * b.under)
}

export function negate({ over, under }: Fraction): Fraction {
  return fraction(-over, under)
}
