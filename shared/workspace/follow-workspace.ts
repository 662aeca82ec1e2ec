import type { OperationType } from '../jobs/job-kinds.ts'
import { startJob, type JobContext } from '../jobs/jobs.ts'
import type { Job } from '../jobs/run-store.ts'
import { dayMs, minuteMs } from '../platform/clock/durations.ts'
import { ConflictError } from '../platform/errors/errors.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from './context.ts'
import { identityImpact } from './identity-impact.ts'
import type { Workspace } from './workspace.ts'

export type FollowContext = JobContext & Pick<Context, 'workspaceStore' | 'seenNamespaces'>

/** The work that a change of the workspace still asks for. */
export interface OpenWork {
  readonly operationType: OperationType
  readonly jobId: string
}

/**
 * Sees to it that profiles follow the workspace: starts what is needed and not under way. Called
 * after a change and every minute, so a crash in between only takes time.
 */
export async function followWorkspace(context: FollowContext): Promise<OpenWork | undefined> {
  const { workspaceStore } = context
  const { pointer, etag } = await workspaceStore.readPointer()
  const workspace = await workspaceStore.readDocument(pointer.document)
  if (pointer.identityDocument !== pointer.document) {
    const inForce = await workspaceStore.readDocument(pointer.identityDocument)
    const impact = identityImpact(inForce, workspace, await context.seenNamespaces.list())
    if (impact === 'rebuild') return start(context, 'rebuild', workspace)
    await workspaceStore.movePointer({ ...pointer, identityDocument: pointer.document }, etag)
  }
  const clustered = await workspaceStore.readClustered()
  return clustered < workspace.computedFrom ? start(context, 'recluster', workspace) : undefined
}

const latestJobs = 50
/** After a failure, and twice as long after each further one. */
const shortestRestMs = 10 * minuteMs

/**
 * The job that failed last, where it is too early to try again under the same definitions: it may
 * cost as much as all events did, and fail in the same way.
 */
async function restingJob(
  { runStore, now }: Pick<JobContext, 'runStore' | 'now'>,
  operationType: OperationType,
  { modifiedAt }: Workspace,
): Promise<Job | undefined> {
  const jobs = await runStore.latest(latestJobs)
  const own = jobs.filter((job) => job.operationType === operationType)
  const failures = own.findIndex(({ status }) => status !== 'failed')
  const count = failures === -1 ? own.length : failures
  const [last] = own
  if (last === undefined || count === 0 || modifiedAt > last.startedAt) return undefined
  const restMs = Math.min(shortestRestMs * 2 ** (count - 1), dayMs)
  return now() - last.updatedAt < restMs ? last : undefined
}

/** The same after a change; where it cannot be done now, the next minute does it. */
export async function followChange(context: FollowContext): Promise<OpenWork | undefined> {
  try {
    return await followWorkspace(context)
  } catch (error) {
    context.logger.warn('profiles follow with the next minute', describeError(error))
    return undefined
  }
}

async function start(
  context: JobContext,
  operationType: OpenWork['operationType'],
  workspace: Workspace,
): Promise<OpenWork> {
  const resting = await restingJob(context, operationType, workspace)
  if (resting !== undefined) return { operationType, jobId: resting.jobId }
  try {
    const { jobId } = await startJob(context, operationType)
    return { operationType, jobId }
  } catch (error) {
    const isRunning = error instanceof ConflictError && error.code === 'JobRunning'
    if (isRunning && error.target !== undefined) return { operationType, jobId: error.target }
    throw error
  }
}
