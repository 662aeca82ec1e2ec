import type { ErrorCode } from '../platform/errors/error-catalogue.ts'

/** Why a call is not accepted. */
export type RefusalCode = Extract<
  ErrorCode,
  'InvalidCall' | 'UnknownType' | 'NoIdentifier' | 'EventTooLarge'
>

/** A call that goes into the log: its id and its JSON text. */
export interface AcceptedCall {
  readonly kind: 'accepted'
  readonly messageId: string
  readonly json: string
}

/** A call that is refused; the others of its request are not affected. */
export interface RejectedCall {
  readonly kind: 'rejected'
  readonly index: number
  readonly code: RefusalCode
  readonly message: string
  readonly messageId?: string
}

export type CallOutcome = AcceptedCall | RejectedCall
