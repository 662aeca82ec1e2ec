import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'
import type { AcceptedCall, RejectedCall } from './call-outcome.ts'
import type { CallType } from './call-schema.ts'
import { checkCall } from './check-call.ts'
import { noteRejects } from './note-rejects.ts'
import { readCalls } from './read-calls.ts'

export interface CollectRequest {
  readonly body: unknown
  /** The type that the address gives; `undefined` for the batch address. */
  readonly type: CallType | undefined
  /** The name of the write key. */
  readonly source: string
}

export interface CollectOutcome {
  readonly accepted: number
  readonly rejected: readonly RejectedCall[]
}

/**
 * Accepts the calls of a request. Resolves when the accepted ones are durable in the log and the
 * refused ones are noted; each call stands for itself.
 */
export async function acceptCalls(
  context: Pick<Context, 'now' | 'newId' | 'groupCommit' | 'rejectStore' | 'metrics' | 'logger'>,
  request: CollectRequest,
): Promise<CollectOutcome> {
  const receivedAt = context.now()
  const accepted: AcceptedCall[] = []
  const rejected: RejectedCall[] = []
  readCalls(request.body, request.type).forEach((raw, index) => {
    const outcome = checkCall(raw, { index, type: request.type, newId: context.newId })
    if (outcome.kind === 'accepted') accepted.push(outcome)
    else rejected.push(outcome)
  })
  const prefix = `{"receivedAt":"${isoTime(receivedAt)}","source":${JSON.stringify(request.source)},"call":`
  await Promise.all([
    accepted.length > 0 &&
      context.groupCommit.commit(accepted.map(({ json }) => `${prefix}${json}}`)),
    noteRejects(context, rejected, { source: request.source, time: receivedAt }),
  ])
  return { accepted: accepted.length, rejected }
}
