/** A refused call or event, with the reason. Times in milliseconds. */
export interface Reject {
  readonly time: number
  /** An error code; a string, since rows outlive the list of codes. */
  readonly code: string
  readonly message: string
  readonly messageId: string | undefined
  readonly source: string
  /** The type of the call, as far as it had one. */
  readonly type: string | undefined
  /** Its event, or the name of its page, screen or group. */
  readonly name: string | undefined
}

/** Keeps what was refused, newest first, so that its sender can be helped. */
export interface RejectStore {
  add(rejects: readonly Reject[]): Promise<void>
  /** The newest ones, at most `top`, received after `since`. */
  latest(query: { top: number; since: number }): Promise<Reject[]>
}
