import type { OperationType } from '../jobs/job-kinds.ts'
import { startJob, type JobContext } from '../jobs/jobs.ts'
import { ConflictError } from '../platform/errors/errors.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from './context.ts'
import { identityImpact } from './identity-impact.ts'

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
    if (impact === 'rebuild') return start(context, 'rebuild')
    await workspaceStore.movePointer({ ...pointer, identityDocument: pointer.document }, etag)
  }
  const clustered = await workspaceStore.readClustered()
  return clustered < workspace.computedFrom ? start(context, 'recluster') : undefined
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
): Promise<OpenWork> {
  try {
    const { jobId } = await startJob(context, operationType)
    return { operationType, jobId }
  } catch (error) {
    const isRunning = error instanceof ConflictError && error.code === 'JobRunning'
    if (isRunning && error.target !== undefined) return { operationType, jobId: error.target }
    throw error
  }
}
