import type { SnapshotContext } from '../unify/snapshot.ts'
import type { Context } from '../workspace/context.ts'

/** What it takes to compare everything that is stored; nothing is written. */
export type VerifyContext = SnapshotContext &
  Pick<
    Context,
    'eventLog' | 'receiptStore' | 'messageStore' | 'memberStore' | 'attributeNames' | 'workspace'
  >
