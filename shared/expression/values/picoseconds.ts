/** OData allows twelve digits of a second: durations and times of day are whole picoseconds. */
export const picosPerMs = 1_000_000_000n
export const picosPerSecond = 1_000_000_000_000n
export const picosPerDay = 86_400n * picosPerSecond

/** The digits of a fraction of a second, up to twelve, as picoseconds. */
export function fractionPicos(digits: string): bigint {
  return BigInt(digits.padEnd(12, '0'))
}

/** `.25`, or nothing for a whole second. */
export function fractionText(picos: bigint): string {
  return picos === 0n ? '' : `.${picos.toString().padStart(12, '0').replace(/0+$/, '')}`
}
