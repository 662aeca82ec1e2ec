import type { JobContext } from '../jobs/jobs.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from './context.ts'
import { followWorkspace, type OpenWork } from './follow-workspace.ts'

/** Starts what a change asks for; where that fails now, the next minute does it. */
export async function settleChange(
  context: JobContext & Pick<Context, 'workspaceStore' | 'seenNamespaces'>,
): Promise<OpenWork | undefined> {
  try {
    return await followWorkspace(context)
  } catch (error) {
    context.logger.warn('profiles follow with the next minute', describeError(error))
    return undefined
  }
}
