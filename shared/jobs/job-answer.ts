import * as z from 'zod'
import { isoTime } from '../platform/clock/iso-time.ts'
import { jobSchema, type Job } from './run-store.ts'

/** A job in the shape of the interface. */
export const jobAnswerSchema = jobSchema
  .omit({ startedAt: true, updatedAt: true, finishedAt: true })
  .extend({ startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().optional() })
  .meta({ id: 'Job' })

export function jobAnswer(job: Job): z.input<typeof jobAnswerSchema> {
  const { jobId, operationType, status, progress, stages, result, error } = job
  return {
    jobId,
    operationType,
    status,
    progress,
    stages,
    startedAt: isoTime(job.startedAt),
    ...(job.finishedAt !== undefined && { finishedAt: isoTime(job.finishedAt) }),
    ...(result !== undefined && { result }),
    ...(error !== undefined && { error }),
  }
}
