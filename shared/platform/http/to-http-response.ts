import type { HttpResponseInit } from '@azure/functions'
import {
  AccessError,
  ConflictError,
  NotFoundError,
  PasserbyError,
  TransientError,
  ValidationError,
} from '../errors/errors.ts'

/** Codes of bad input that have a status of their own; the others answer 400. */
const statusOfCode: ReadonlyMap<string, number> = new Map([
  ['EventTooLarge', 413],
  ['BatchTooLarge', 413],
  ['TooManyCalls', 413],
  ['UnsupportedEncoding', 415],
])

/** The body of an error: a code for programs and a message for people. */
export function errorBody(error: PasserbyError): { error: Record<string, unknown> } {
  const { code, message, target, details } = error
  return {
    error: {
      code,
      message,
      ...(target !== undefined && { target }),
      ...(details.length > 0 && { details }),
    },
  }
}

/** Translates an error to its answer; what is not ours says nothing of its inside. */
export function toHttpResponse(error: unknown): HttpResponseInit {
  if (!(error instanceof PasserbyError)) {
    return {
      status: 500,
      jsonBody: { error: { code: 'InternalError', message: 'Something went wrong on our side.' } },
    }
  }
  const headers = error.retryable ? { 'Retry-After': '2' } : {}
  return { status: statusOf(error), headers, jsonBody: errorBody(error) }
}

function statusOf(error: PasserbyError): number {
  if (error instanceof ValidationError) return statusOfCode.get(error.code) ?? 400
  if (error instanceof AccessError) return error.code === 'Forbidden' ? 403 : 401
  if (error instanceof NotFoundError) return 404
  if (error instanceof ConflictError) return 409
  if (error instanceof TransientError) return 503
  return 500
}
