/** Tells unify which log blobs wait for it. Losing a message loses nothing: sweep sends it again. */
export interface EventQueue {
  /**
   * Sends one message a blob; its id is the blob's name, so repeats are dropped, but for those
   * that name another attempt.
   */
  announce(blobs: readonly string[], attempt?: string): Promise<void>
  /** How many messages wait, and how many are dead; counted up to 1,000. */
  depth(): Promise<{ readonly active: number; readonly dead: number }>
  /** When the oldest message that is still in the queue came, in milliseconds. */
  oldestEnqueuedAt(): Promise<number | undefined>
}
