import type { HttpRequest, HttpResponseInit } from '@azure/functions'
import type { CollectOutcome } from '../../collect/accept-calls.ts'
import { ValidationError } from '../errors/errors.ts'
import { readJson } from './read-body.ts'
import { toHttpResponse } from './to-http-response.ts'

/** The answer of collect; a request of which nothing was accepted is an error. */
export function collectAnswer({ accepted, rejected, isBatch }: CollectOutcome): HttpResponseInit {
  if (accepted > 0)
    return { status: 200, jsonBody: { success: true, accepted, rejected: rejected.map(item) } }
  const [only, ...more] = rejected
  const code =
    only === undefined ? 'EmptyBatch' : more.length === 0 ? only.code : sharedCode(rejected)
  const message =
    only === undefined
      ? 'The batch has no calls.'
      : more.length === 0
        ? only.message
        : `None of the ${rejected.length} calls can be accepted.`
  const details = rejected.map((call) => ({
    code: call.code,
    message: call.message,
    ...(isBatch && { target: `/batch/${call.index}` }),
  }))
  const response = toHttpResponse(new ValidationError({ code, message, details }))
  const body = response.jsonBody as Record<string, unknown>
  return {
    ...response,
    jsonBody: { ...body, success: false, accepted: 0, rejected: rejected.map(item) },
  }
}

function sharedCode(rejected: CollectOutcome['rejected']): string {
  const codes = new Set(rejected.map(({ code }) => code))
  const [code = 'InvalidCall'] = codes
  // A batch is too large as a whole only by its own size: its items being so is bad content.
  return codes.size === 1 && code !== 'EventTooLarge' ? code : 'InvalidCall'
}

function item({ index, messageId, code, message }: CollectOutcome['rejected'][number]): object {
  return { index, ...(messageId !== undefined && { messageId }), code, message }
}

/** Makes the answer of an error one of collect. */
export function refusalAnswer(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, success: false, accepted: 0, rejected: [] }
}

/** Old browser libraries put the write key into the body. */
export async function findWriteKey(request: HttpRequest): Promise<string | undefined> {
  try {
    const body = await readJson(request.clone())
    if (typeof body !== 'object' || body === null || !('writeKey' in body)) return undefined
    return typeof body.writeKey === 'string' ? body.writeKey : undefined
  } catch (error) {
    // Without a key in the head an unreadable body carries none either: the answer is 401.
    if (error instanceof ValidationError) return undefined
    throw error
  }
}
