/** Why a call, or a whole request, is not accepted. */
export type RefusalCode =
  | 'InvalidJson'
  | 'InvalidCall'
  | 'UnknownType'
  | 'NoIdentifier'
  | 'EventTooLarge'
  | 'BatchTooLarge'
  | 'TooManyCalls'

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
