/** A tracking call as JSON holds it; the server judges what is in it. */
export type Call = Readonly<Record<string, unknown>>

/** One line or row of a file. */
export interface SourceRecord {
  /** Rises through the calls of the file and is the same in every run. */
  readonly index: number
  /** The line in the file, for people. */
  readonly line: number
  readonly content:
    | { readonly kind: 'call'; readonly call: Call; readonly warning?: Note }
    | { readonly kind: 'refused'; readonly note: Note }
}

/** What is wrong with a record. */
export interface Note {
  readonly code: string
  readonly message: string
}
