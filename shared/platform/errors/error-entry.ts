/** A kind of problem, told to the person who meets it. */
export interface ErrorEntry {
  /** HTTP status of an answer with this code. */
  readonly status: number
  readonly meaning: string
  readonly remedy: string
}
