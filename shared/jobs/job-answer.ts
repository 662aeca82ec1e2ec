import * as z from 'zod'
import { isoTime } from '../platform/clock/iso-time.ts'
import { jobSchema, type Job } from './run-store.ts'

/** A job in the shape of the interface. */
export const jobAnswerSchema = jobSchema
  .omit({ updatedAt: true, worker: true, failures: true, state: true })
  .extend({ startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().optional() })
  .meta({ id: 'Job' })

export function jobAnswer(job: Job): z.input<typeof jobAnswerSchema> {
  const { jobId, operationType, status, progress, stages, stage, result, error } = job
  return {
    jobId,
    operationType,
    status,
    progress,
    stages,
    ...(stage !== undefined && { stage }),
    startedAt: isoTime(job.startedAt),
    ...(job.finishedAt !== undefined && { finishedAt: isoTime(job.finishedAt) }),
    ...(result !== undefined && { result }),
    ...(error !== undefined && { error }),
  }
}
