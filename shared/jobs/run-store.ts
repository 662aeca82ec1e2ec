import * as z from 'zod'

/** What a job can be asked to do. */
export const operationTypes = ['redrive', 'sweep'] as const

export type OperationType = (typeof operationTypes)[number]

export const jobSchema = z.object({
  jobId: z.string(),
  operationType: z.enum(operationTypes),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  progress: z.object({ done: z.number(), total: z.number() }),
  stages: z.array(z.string()),
  /** Times in milliseconds. */
  startedAt: z.number(),
  updatedAt: z.number(),
  finishedAt: z.number().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
})

export type Job = z.output<typeof jobSchema>

/** How far the log has been worked off without a gap, and what stood in the receipts up to there. */
export const sweepMarkSchema = z.object({
  /** Every blob of every hour before this one (`YYYY-MM-DD/HH`) is worked off. */
  hour: z.string(),
  totals: z.record(z.string(), z.number()),
})

export type SweepMark = z.output<typeof sweepMarkSchema>

/** Jobs with their progress, and the marks that timers keep. */
export interface RunStore {
  /** Starts a job unless one of its kind runs; answers the running one then. */
  start(job: Job): Promise<Job | undefined>
  /**
   * Writes progress or the end of a job, which makes room for the next of its kind; answers false,
   * and writes nothing, where the job has ended already or was written by somebody else meanwhile.
   */
  update(job: Job): Promise<boolean>
  read(jobId: string): Promise<Job | undefined>
  /** The newest jobs first. */
  latest(top: number): Promise<Job[]>
  readMark(): Promise<{ readonly mark: SweepMark; readonly etag: string } | undefined>
  /** Moves the mark where it is still the given one; answers whether it did. */
  moveMark(mark: SweepMark, etag: string | undefined): Promise<boolean>
}
