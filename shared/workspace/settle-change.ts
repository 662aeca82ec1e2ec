import { describeError } from '../platform/telemetry/describe-error.ts'
import { followWorkspace, type FollowContext, type OpenWork } from './follow-workspace.ts'

/** Starts what a change asks for; where that fails now, the next minute does it. */
export async function settleChange(context: FollowContext): Promise<OpenWork | undefined> {
  try {
    return await followWorkspace(context)
  } catch (error) {
    context.logger.warn('profiles follow with the next minute', describeError(error))
    return undefined
  }
}
