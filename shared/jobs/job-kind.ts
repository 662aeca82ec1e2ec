import type { Context } from '../workspace/context.ts'
import type { JobProgress } from './run-store.ts'

/** What jobs of one kind do. */
export interface JobKind {
  /** One sentence for the documentation, beginning with what it does. */
  readonly summary: string
  /** What it does one after the other; progress counts within one of them. */
  readonly stages: readonly [string, ...string[]]
  /**
   * Does the work; answers its result. `undefined` where it stopped because `report` said so: what
   * is left to do is then found by the next worker. A worker may die at any moment, so what was
   * done must be found, or be done again without harm.
   */
  run(context: Context, run: JobRun): Promise<JobResult | undefined>
  /** Clears away what a job left that was cancelled or failed. */
  clear?(context: Context, jobId: string): Promise<void>
}

export type JobResult = Readonly<Record<string, unknown>>

/** One worker's turn at a job. */
export interface JobRun {
  readonly jobId: string
  /** When the job was started, by whichever worker, in milliseconds. */
  readonly startedAt: number
  /** What the job noted last; `undefined` at its begin. */
  readonly state: unknown
  /**
   * Notes how far the job is, with what the next worker needs to go on from there; cheap to call
   * often. Answers whether to go on: not once the job is cancelled or somebody else's, nor after
   * some minutes, when the next message goes on.
   */
  report(progress: JobProgress, state?: unknown): Promise<boolean>
  /** Waits, in milliseconds. */
  readonly pause: (ms: number) => Promise<void>
}

/** Ends a job as failed, with a result that tells why. */
export class JobFailure extends Error {
  readonly result: JobResult

  constructor(message: string, result: JobResult) {
    super(message)
    this.result = result
  }
}
