/** What an expression may cost; each limit has its own error code. */
export interface Limits {
  /** UTF-8 bytes of an expression. */
  readonly bytes: number
  /** How deep brackets, calls and signs are nested. */
  readonly depth: number
  readonly nodes: number
  /** Values of a list. */
  readonly list: number
  /** Characters of a name. */
  readonly name: number
  readonly expandDepth: number
  /** Instructions of a regular expression. */
  readonly pattern: number
}

export const defaultLimits: Limits = {
  bytes: 8192,
  depth: 64,
  nodes: 10_000,
  list: 1000,
  name: 128,
  expandDepth: 3,
  pattern: 2000,
}
