import { isoTime } from '../platform/clock/iso-time.ts'
import type { Job } from './run-store.ts'

/** A job in the shape of the interface. */
export function jobAnswer(job: Job): Record<string, unknown> {
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
