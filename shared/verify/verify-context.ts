import type { SnapshotContext } from '../unify/snapshot.ts'
import type { Context } from '../workspace/context.ts'

/** What it takes to compare everything that is stored; nothing is written. */
export type VerifyContext = SnapshotContext &
  Pick<
    Context,
    'eventLog' | 'receiptStore' | 'messageStore' | 'memberStore' | 'attributeNames' | 'isCurrent'
  >

/** How a stage goes on. */
export interface Looking {
  /** Waits, in milliseconds, before something is looked at again. */
  readonly pause: (ms: number) => Promise<void>
}
