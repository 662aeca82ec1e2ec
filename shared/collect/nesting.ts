/** Deeper values are refused: every recursive step after this one relies on the bound. */
export const deepestNesting = 64

/** True when arrays and objects stand inside one another more than `deepestNesting` times. */
export function isNestedTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestNesting) return true
    level = level.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    )
  }
  return false
}
