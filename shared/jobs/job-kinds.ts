import type { JobKind } from './job-kind.ts'
import { expireJob } from './expire.ts'
import { rebuildJob } from '../rebuild/rebuild-job.ts'
import { reclusterJob } from './recluster.ts'
import { redriveJob } from './redrive.ts'
import { sweepJob } from './sweep.ts'
import { verifyJob } from '../verify/verify-job.ts'

/** Every kind of job, by the name that starts it. */
const kinds = {
  rebuild: rebuildJob,
  recluster: reclusterJob,
  redrive: redriveJob,
  sweep: sweepJob,
  expire: expireJob,
  verify: verifyJob,
} as const satisfies Record<string, JobKind>

export type OperationType = keyof typeof kinds

/** What a job can be asked to do. */
export const operationTypes = Object.keys(kinds) as [OperationType, ...OperationType[]]

/** The kind of a name; `undefined` for one that another version of Passerby knows. */
export function jobKind(operationType: string): JobKind | undefined {
  return Object.hasOwn(kinds, operationType) ? kinds[operationType as OperationType] : undefined
}
