import * as z from 'zod'

export const jobSchema = z.object({
  jobId: z.string(),
  operationType: z.string().meta({ description: 'What it was asked to do.' }),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  progress: z.object({ done: z.number(), total: z.number() }),
  stages: z.array(z.string()).meta({ description: 'What it does one after the other.' }),
  stage: z.string().optional().meta({
    description: 'The stage under way, or that it ended in; `progress` counts within it.',
  }),
  /** Times in milliseconds. */
  startedAt: z.number(),
  updatedAt: z.number(),
  finishedAt: z.number().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
  /** Who carries the job out; nobody while it waits for a worker. */
  worker: z.string().optional(),
  /** How often workers failed since the last progress, in a way that may pass by itself. */
  failures: z.number().default(0),
  /** What the next worker needs to go on. */
  state: z.unknown().optional(),
})

export type Job = z.output<typeof jobSchema>

export interface JobProgress {
  readonly stage: string
  readonly done: number
  readonly total: number
}

/** How far the log has been worked off without a gap, and what stood in the receipts up to there. */
export const sweepMarkSchema = z.object({
  /** Every blob of every hour before this one (`YYYY-MM-DD/HH`) is worked off, or given up. */
  hour: z.string(),
  /** Hours before it that have blobs which were given up; the totals leave them out. */
  held: z.array(z.string()).default([]),
  totals: z.record(z.string(), z.number()),
})

export type SweepMark = z.output<typeof sweepMarkSchema>

/** The generations of tables that there are beside the live one, and the numbers that were used. */
export const ledgerSchema = z.object({
  /** The highest number that was ever used. */
  latest: z.int(),
  /** The generation that a rebuild fills, under which document, and which one was live then. */
  building: z
    .object({ generation: z.int(), jobId: z.string(), document: z.string(), base: z.int() })
    .optional(),
  /** Generations to be dropped at a time in milliseconds. */
  old: z.array(z.object({ generation: z.int(), dropAt: z.number() })),
})

export type Ledger = Readonly<z.output<typeof ledgerSchema>>

/** Jobs with their progress, and the marks that timers keep. */
export interface RunStore {
  /** Starts a job unless one of its kind runs; answers the running one then. */
  start(job: Job): Promise<Job | undefined>
  /**
   * Changes a job that has not ended, from the state that is stored; its end makes room for the
   * next of its kind. Answers the job as written; `undefined`, with nothing written, where it has
   * ended or the change says so.
   */
  update(
    job: Pick<Job, 'jobId' | 'startedAt'>,
    change: (job: Job) => Job | undefined,
  ): Promise<Job | undefined>
  read(jobId: string): Promise<Job | undefined>
  /** Those that have not ended, however many came after them. */
  running(): Promise<Job[]>
  /** The newest jobs first. */
  latest(top: number): Promise<Job[]>
  /** The mark of the generation that this store belongs to. */
  readMark(): Promise<{ readonly mark: SweepMark; readonly etag: string } | undefined>
  /** Moves the mark where it is still the given one; answers whether it did. */
  moveMark(mark: SweepMark, etag: string | undefined): Promise<boolean>
  readLedger(): Promise<{ readonly ledger: Ledger; readonly etag: string } | undefined>
  /** Writes the ledger where it is still in the given state; answers whether it did. */
  moveLedger(ledger: Ledger, etag: string | undefined): Promise<boolean>
}
