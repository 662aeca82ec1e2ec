import type { GroupCommit } from '../collect/group-commit.ts'
import type { EventLog } from '../collect/event-log.ts'
import type { RecentWrites } from '../collect/recent-writes.ts'
import type { EventQueue } from '../collect/event-queue.ts'
import type { CorrectionStore } from '../corrections/correction-store.ts'
import type { RejectStore } from '../collect/reject-store.ts'
import type { NodeIdOf } from '../identity/node-id.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { MetricStore } from '../jobs/metric-store.ts'
import type { RunStore } from '../jobs/run-store.ts'
import type { Logger } from '../platform/telemetry/logger.ts'
import type { ArchiveStore } from '../profiles/archive-store.ts'
import type { DueStore } from '../profiles/due-store.ts'
import type { ChangeFeed } from '../profiles/change-feed.ts'
import type { MemberStore } from '../profiles/member-store.ts'
import type { ProfileStore } from '../profiles/profile-row.ts'
import type { AttributeRules } from '../profiles/attribute-rules.ts'
import type { AttributeNames } from '../unify/attribute-names.ts'
import type { SeenNamespaces } from '../unify/seen-namespaces.ts'
import type { NodeStore } from '../profiles/node-store.ts'
import type { MessageStore } from '../unify/message-store.ts'
import type { ReceiptStore } from '../unify/receipt-store.ts'
import type { IdentityRules } from './identity-rules.ts'
import type { Workspace } from './workspace.ts'
import type { WorkspacePointer, WorkspaceStore } from './workspace-store.ts'

/**
 * Everything that feature functions work with; each declares the slice it needs with `Pick`.
 * Made once for each state of the workspace, by the platform or by a test.
 */
export interface Context extends IdentityRules {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A new id that sorts by time. */
  readonly newId: () => string
  readonly logger: Logger
  readonly metrics: MetricStore

  /** The definitions that hold; those of identity may be waiting for a rebuild (`identity`). */
  readonly workspace: Workspace
  readonly pointer: WorkspacePointer
  readonly workspaceStore: WorkspaceStore
  /** False once another workspace holds than the one this context works with. */
  readonly isCurrent: () => Promise<boolean>

  /** How values of attributes are read, and which of several stays. */
  readonly attributeRules: AttributeRules

  /** How many moments the history of a device keeps before it is folded. */
  readonly mostMoments: number
  readonly nodeIdOf: NodeIdOf

  readonly eventLog: EventLog
  readonly groupCommit: GroupCommit
  readonly recentWrites: RecentWrites
  readonly eventQueue: EventQueue
  readonly rejectStore: RejectStore

  readonly nodeStore: NodeStore
  readonly messageStore: MessageStore
  readonly receiptStore: ReceiptStore
  readonly attributeNames: AttributeNames
  readonly seenNamespaces: SeenNamespaces
  readonly correctionStore: CorrectionStore

  readonly profileStore: ProfileStore
  readonly memberStore: MemberStore
  readonly changeFeed: ChangeFeed
  readonly dueStore: DueStore
  readonly archiveStore: ArchiveStore

  readonly runStore: RunStore
  readonly jobQueue: JobQueue
}
