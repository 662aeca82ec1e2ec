import type { Correction, CorrectionFact, CorrectionUndo } from '../identity/correction.ts'

/** A correction, and who has undone it. */
export interface ListedCorrection {
  readonly correction: Correction
  readonly undo: CorrectionUndo | undefined
}

/** Where to go on in a list of corrections. */
export interface CorrectionPage {
  readonly top: number
  /** The key of the last one of the page before. */
  readonly after?: string | undefined
}

/**
 * The list of corrections that people read. What counts is in the log and at the identifiers; the
 * list is made from the same facts.
 */
export interface CorrectionStore {
  /** Notes a fact; they may come in any order, and again. */
  note(fact: CorrectionFact): Promise<void>
  read(id: string): Promise<ListedCorrection | undefined>
  /** Newest first; `next` is where to go on, where there is more. */
  list(
    page: CorrectionPage,
  ): Promise<{ readonly value: readonly ListedCorrection[]; readonly next: string | undefined }>
}
