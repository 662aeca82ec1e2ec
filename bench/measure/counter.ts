/** Adds up by name. */
export interface Counter {
  add(name: string, amount?: number): void
  /** The sums since the last time. */
  take(): ReadonlyMap<string, number>
}

export function createCounter(): Counter {
  let sums = new Map<string, number>()
  return {
    add: (name, amount = 1) => sums.set(name, (sums.get(name) ?? 0) + amount),
    take: () => {
      const taken = sums
      sums = new Map()
      return taken
    },
  }
}

/** The sum of what has one of the prefixes. */
export function sumOf(sums: ReadonlyMap<string, number>, ...prefixes: readonly string[]): number {
  return [...sums]
    .filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)))
    .reduce((sum, [, amount]) => sum + amount, 0)
}

/** Everything divided by the same number. */
export function divide(sums: ReadonlyMap<string, number>, by: number): ReadonlyMap<string, number> {
  return new Map([...sums].map(([name, amount]) => [name, amount / by]))
}
