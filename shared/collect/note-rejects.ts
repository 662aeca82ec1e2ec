import type { ErrorCode } from '../platform/errors/error-catalogue.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import type { Reject } from './reject-store.ts'

/** How many refusals of one request are kept; the rest is only counted. */
const mostKeptRejects = 100

interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  readonly messageId?: string
  readonly type?: string | undefined
  readonly name?: string | undefined
}

/** Types and names are kept to this length; a refused call may hold anything there. */
const longestLabel = 200

/**
 * Notes refusals where people look for them and counts them. When the reject store does not
 * answer, the caller still gets every reason in the answer, so the request does not fail for it.
 */
export async function noteRejects(
  context: Pick<Context, 'rejectStore' | 'metrics' | 'logger'>,
  rejected: readonly Refusal[],
  origin: { readonly source: string; readonly time: number },
): Promise<void> {
  if (rejected.length === 0) return
  context.metrics.count('rejected', rejected.length)
  const rejects = rejected
    .slice(0, mostKeptRejects)
    .map((refusal): Reject => rejectOf(refusal, origin))
  try {
    await context.rejectStore.add(rejects)
    // The process that counts is not the one that has the timer, and may end before the next minute.
    await context.metrics.flush()
  } catch (error) {
    context.logger.warn('rejects could not be stored', describeError(error))
  }
}

function rejectOf(
  { code, message, messageId, type, name }: Refusal,
  { source, time }: { readonly source: string; readonly time: number },
): Reject {
  return { time, source, code, message, messageId, type: label(type), name: label(name) }
}

function label(text: string | undefined): string | undefined {
  return text?.slice(0, longestLabel).toWellFormed()
}
