import type { ApiAnswer, ApiRequest } from './api.ts'
import type { Profile } from './answers.ts'
import type { Crowd } from './crowd.ts'
import type { Visitor } from './visitor.ts'

/** What the steps of one run know. */
export interface Walk {
  readonly visitor: Visitor
  readonly crowd: Crowd
  /** Her profile before and after she gave her name, once a step has seen it. */
  unknown?: Profile
  known?: Profile
}

/** One step of the demo: a sentence, the request that does it, and what to show of the answer. */
export interface Step {
  readonly sentence: (walk: Walk) => string
  readonly request: (walk: Walk) => ApiRequest
  /**
   * True when the answer shows what the sentence says; a look-up is made again until then. What
   * later steps need of the answer is noted in the walk.
   */
  readonly isThere: (answer: ApiAnswer, walk: Walk) => boolean
  /** The part of the answer that is shown; nothing is added or changed. */
  readonly shorten: (body: unknown) => unknown
}
