import type { JobKind } from './job-kind.ts'
import { expireJob } from './expire.ts'
import { reclusterJob } from './recluster.ts'
import { redriveJob } from './redrive.ts'
import { sweepJob } from './sweep.ts'

/** Every kind of job, by the name that starts it. */
const kinds = {
  recluster: reclusterJob,
  redrive: redriveJob,
  sweep: sweepJob,
  expire: expireJob,
} as const satisfies Record<string, JobKind>

export type OperationType = keyof typeof kinds

/** What a job can be asked to do. */
export const operationTypes = Object.keys(kinds) as [OperationType, ...OperationType[]]

/** The kind of a name; `undefined` for one that another version of Passerby knows. */
export function jobKind(operationType: string): JobKind | undefined {
  return operationType in kinds ? kinds[operationType as OperationType] : undefined
}
