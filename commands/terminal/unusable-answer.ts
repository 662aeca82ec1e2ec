/** What an answer of HTTP means for a command that an administrator runs. */
export interface UnusableAnswer {
  /** `away`: it may answer later. */
  readonly kind: 'away' | 'hopeless'
  readonly reason: string
}

/** Why a status is of no use; `undefined` for one that says nothing by itself. */
export function unusableAnswer(status: number): UnusableAnswer | undefined {
  if (status === 401 || status === 403) {
    const reason = `the key is not accepted (${status}); give an admin key with --key`
    return { kind: 'hopeless', reason }
  }
  const isAway = status === 408 || status === 429 || status >= 500
  return isAway ? { kind: 'away', reason: `status ${status}` } : undefined
}
