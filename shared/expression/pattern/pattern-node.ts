/** Whether a code point belongs to a set. */
export type TestPoint = (point: number) => boolean

/** A regular expression, read. */
export type PatternNode =
  | { readonly kind: 'set'; readonly test: TestPoint }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'notWord' }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly PatternNode[] }
  | {
      readonly kind: 'repeat'
      readonly item: PatternNode
      readonly least: number
      /** `Infinity` without an upper bound. */
      readonly most: number
    }

/** What is wrong with a pattern; the caller knows where it stands. */
export class PatternProblem extends Error {
  readonly isTooComplex: boolean

  constructor(message: string, isTooComplex = false) {
    super(message)
    this.isTooComplex = isTooComplex
  }
}
