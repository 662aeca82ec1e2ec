import type { GroupCommit } from '../collect/group-commit.ts'
import type { EventLog } from '../collect/event-log.ts'
import type { RecentWrites } from '../collect/recent-writes.ts'
import type { EventQueue } from '../collect/event-queue.ts'
import type { RejectStore } from '../collect/reject-store.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import type { NodeIdOf } from '../identity/node-id.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { MetricStore } from '../jobs/metric-store.ts'
import type { RunStore } from '../jobs/run-store.ts'
import type { Logger } from '../platform/telemetry/logger.ts'
import type { ChangeFeed } from '../profiles/change-feed.ts'
import type { MemberStore } from '../profiles/member-store.ts'
import type { ProfileStore } from '../profiles/profile-row.ts'
import type { AttributeNames } from '../unify/attribute-names.ts'
import type { NodeStore } from '../profiles/node-store.ts'
import type { MessageStore } from '../unify/message-store.ts'
import type { ReceiptStore } from '../unify/receipt-store.ts'
import type { StewardFact } from '../identity/steward-fact.ts'
import type { IdentitySettings } from '../identity/identity-settings.ts'

/**
 * Everything that feature functions work with; each declares the slice it needs with `Pick`.
 * Made once a process, by the platform or by a test.
 */
export interface Context {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A new id that sorts by time. */
  readonly newId: () => string
  readonly logger: Logger
  readonly metrics: MetricStore

  readonly identity: IdentitySettings
  /** What stewards know about identifiers. */
  readonly stewardFacts: readonly StewardFact[]
  /** How many moments the history of a device keeps before it is folded. */
  readonly mostMoments: number
  readonly namespaces: Namespaces
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

  readonly profileStore: ProfileStore
  readonly memberStore: MemberStore
  readonly changeFeed: ChangeFeed

  readonly runStore: RunStore
  readonly jobQueue: JobQueue
}
