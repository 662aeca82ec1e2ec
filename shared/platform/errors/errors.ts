import type { ErrorCode } from './error-catalogue.ts'

/** What every error of ours carries: who must act, and on what. */
export interface ErrorFields {
  /** Names the kind of problem for programs, for example `ProfileNotFound`. */
  readonly code: ErrorCode
  /** Says what is wrong and how to mend it; carries no personal data. */
  readonly message: string
  /** JSON pointer into the body, or the name of a query option. */
  readonly target?: string
  /** Where in the expression that `target` names, in UTF-16 units from 0. */
  readonly position?: number
  readonly details?: readonly ErrorDetail[]
  readonly cause?: unknown
}

/** One of several problems with the same input. */
export interface ErrorDetail {
  readonly code: ErrorCode
  readonly message: string
  readonly target?: string
}

/** The base of every error that is thrown on purpose. */
export abstract class PasserbyError extends Error {
  /** True when the same call may succeed later without a change. */
  abstract readonly retryable: boolean
  readonly code: ErrorCode
  readonly target: string | undefined
  readonly position: number | undefined
  readonly details: readonly ErrorDetail[]

  constructor(fields: ErrorFields) {
    super(fields.message, { cause: fields.cause })
    this.name = new.target.name
    this.code = fields.code
    this.target = fields.target
    this.position = fields.position
    this.details = fields.details ?? []
  }
}

/** The caller sent something that cannot be accepted as it is. */
export class ValidationError extends PasserbyError {
  readonly retryable = false
}

/** The caller has no key (401) or one without the needed role (403). */
export class AccessError extends PasserbyError {
  readonly retryable = false
}

/** What the caller names does not exist. */
export class NotFoundError extends PasserbyError {
  readonly retryable = false
}

/** What the caller wants contradicts what there is. */
export class ConflictError extends PasserbyError {
  readonly retryable = false
}

/** A dependency did not answer as it should; trying again later is right. */
export class TransientError extends PasserbyError {
  readonly retryable = true
}

/** The deployment is set up wrong; a person must change a setting. */
export class ConfigError extends PasserbyError {
  readonly retryable = false
}
