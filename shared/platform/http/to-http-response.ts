import type * as z from 'zod'
import { errorCatalogue } from '../errors/error-catalogue.ts'
import { PasserbyError } from '../errors/errors.ts'
import type { DocsOf, errorAnswerSchema } from './error-answer.ts'

type ErrorAnswer = z.input<typeof errorAnswerSchema>

/** An answer that is an error, as the platform takes it. */
export interface ErrorResponse {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly jsonBody: ErrorAnswer
}

/** The body of an error: a code for programs, a message for people, and where to read on. */
export function errorBody(error: PasserbyError, docsOf: DocsOf): ErrorAnswer {
  const { code, message, target, position, details } = error
  return {
    error: {
      code,
      message,
      ...(target !== undefined && { target }),
      ...(details.length > 0 && { details: [...details] }),
      ...(position !== undefined && { innererror: { position } }),
      docs: docsOf(code),
    },
  }
}

/** Translates an error to its answer; what is not ours says nothing of its inside. */
export function toHttpResponse(error: unknown, docsOf: DocsOf): ErrorResponse {
  if (!(error instanceof PasserbyError)) {
    const code = 'InternalError'
    const message = 'Something went wrong on our side.'
    return { status: 500, jsonBody: { error: { code, message, docs: docsOf(code) } } }
  }
  const headers: Record<string, string> = error.retryable ? { 'Retry-After': '2' } : {}
  const { status } = errorCatalogue[error.code]
  return { status, headers, jsonBody: errorBody(error, docsOf) }
}
