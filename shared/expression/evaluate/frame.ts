import type { Value } from '../values/value.ts'

/** What an expression is evaluated with. */
export interface Frame {
  /** What is asked about, then the element that each iteration is at. */
  readonly items: unknown[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** Values that are the same for all rows of a run, once known. */
  readonly kept: Value[]
  /** What the row may still cost. */
  work: number
}

export type Evaluate = (frame: Frame) => Value
export type Test = (frame: Frame) => boolean

/** How many values of a run are kept. */
export interface Layout {
  kept: number
}
