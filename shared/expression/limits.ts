/** What an expression may cost; each limit has its own error code. */
export interface Limits {
  /** UTF-8 bytes of an expression. */
  readonly bytes: number
  /** How deep brackets, calls and signs are nested. */
  readonly depth: number
  /** How many operators take the result of the one before, as in `1 add 1 add 1`. */
  readonly chain: number
  readonly nodes: number
  /** Values of a list. */
  readonly list: number
  /** Characters of a name. */
  readonly name: number
  readonly expandDepth: number
  /** Instructions of a regular expression. */
  readonly pattern: number
  /**
   * What one row may cost: the elements that iterations go through, each as often as its condition
   * has parts, and the characters that patterns look at, each as often as its pattern has
   * instructions. About a second.
   */
  readonly work: number
}

export const defaultLimits: Limits = {
  bytes: 8192,
  depth: 64,
  chain: 500,
  nodes: 10_000,
  list: 1000,
  name: 128,
  expandDepth: 3,
  pattern: 2000,
  work: 100_000_000,
}
