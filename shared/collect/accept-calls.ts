import { ValidationError } from '../platform/errors/errors.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Context } from '../workspace/context.ts'
import { callLabels } from './call-labels.ts'
import type { AcceptedCall, RejectedCall } from './call-outcome.ts'
import type { CallType } from './call-schema.ts'
import { checkCall } from './check-call.ts'
import { noteRejects } from './note-rejects.ts'
import { readCalls, type RequestCalls } from './read-calls.ts'

export interface CollectRequest {
  /** The body, parsed; throws a ValidationError when it cannot be. */
  readonly readBody: () => Promise<unknown>
  /** The type that the address gives; `undefined` for the batch address. */
  readonly type: CallType | undefined
  /** The name of the write key. */
  readonly source: string
}

export interface CollectOutcome {
  readonly accepted: number
  readonly rejected: readonly RejectedCall[]
  /** False where the body was a call itself. */
  readonly isBatch: boolean
}

type CollectContext = Pick<
  Context,
  'now' | 'newId' | 'groupCommit' | 'rejectStore' | 'metrics' | 'logger'
>

/**
 * Accepts the calls of a request. Resolves when the accepted ones are durable in the log and the
 * refused ones are noted; each call stands for itself.
 */
export async function acceptCalls(
  context: CollectContext,
  request: CollectRequest,
): Promise<CollectOutcome> {
  const receivedAt = context.now()
  const accepted: AcceptedCall[] = []
  const rejected: RejectedCall[] = []
  const origin = { source: request.source, time: receivedAt }
  const { calls, isBatch } = await readRequest(context, request, origin)
  calls.forEach((raw, index) => {
    const outcome = checkCall(raw, { index, newId: context.newId })
    if (outcome.kind === 'accepted') accepted.push(outcome)
    else rejected.push(outcome)
  })
  const prefix = `{"receivedAt":"${isoTime(receivedAt)}","source":${JSON.stringify(request.source)},"call":`
  if (accepted.length > 0) {
    const lines = accepted.map(({ json }) => `${prefix}${json}}`)
    await context.groupCommit.commit({ receivedAt, lines })
  }
  // Afterwards: a request that fails is sent again and would be counted twice.
  const labelled = rejected.map((outcome) => ({ ...outcome, ...callLabels(calls[outcome.index]) }))
  await noteRejects(context, labelled, origin)
  return { accepted: accepted.length, rejected, isBatch }
}

/** What cannot be read at all is noted as a refused call is: its sender needs help even more. */
async function readRequest(
  context: CollectContext,
  { readBody, type }: CollectRequest,
  origin: { readonly source: string; readonly time: number },
): Promise<RequestCalls> {
  try {
    return readCalls(await readBody(), type)
  } catch (error) {
    if (error instanceof ValidationError) {
      const { code, message } = error
      await noteRejects(context, [{ code, message, type }], origin)
    }
    throw error
  }
}
