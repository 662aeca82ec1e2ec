import type { Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import type { Activity } from './activity.ts'
import type { ArchivePlace } from './archive-store.ts'
import type { NodeFacts } from './node-facts.ts'

/** Names a stored state; a conditional write holds only while the state is still this one. */
export type ETag = string

/**
 * Where the activities of a node are while they are not, or not all, on its timeline. `archiving`:
 * the archive has them, they are being deleted here; `archived`: they are; `returning`: they are
 * being put back. Only who archives or brings back writes activities meanwhile. Links, hints and
 * all other facts stay with the node and may change.
 */
export interface NodeArchive {
  readonly state: 'archiving' | 'archived' | 'returning'
  readonly place: ArchivePlace
}

/** A node as stored. Its version rises with every write and never restarts. */
export interface StoredNode {
  readonly facts: NodeFacts
  readonly version: number
  readonly etag: ETag
  /** `undefined`: the node is live, its timeline has all of its activities. */
  readonly archive?: NodeArchive | undefined
}

/** A change of one node and its timeline, applied whole or not at all. */
export interface NodeCommit {
  readonly facts: NodeFacts
  /** The state that the change was computed from; `undefined` when there was no node. */
  readonly base: StoredNode | undefined
  /** New activities; the commit conflicts when one of them is on the timeline already. */
  readonly insert?: readonly Activity[]
  /** Activities that take the place of what has the same key. */
  readonly replace?: readonly Activity[]
  /** Keys of activities that leave the timeline. */
  readonly remove?: readonly string[]
  /** What becomes of the node's activities; left out: it stays as it is. */
  readonly archive?: NodeArchive | 'live'
}

export type CommitOutcome =
  { readonly kind: 'committed'; readonly node: StoredNode } | { readonly kind: 'conflict' }

/** All facts about identifiers, each in its own partition. */
export interface NodeStore {
  read(id: NodeId): Promise<StoredNode | undefined>
  commit(id: NodeId, commit: NodeCommit): Promise<CommitOutcome>
  readActivity(id: NodeId, key: string): Promise<Activity | undefined>
  /** The version of a node, 0 when there is none; cheaper than reading it. */
  readVersion(id: NodeId): Promise<number>
  /** Activities in order of the key (newest first). */
  listActivities(id: NodeId, range: ActivityRange): Promise<KeyedActivity[]>
  /** Adds hints as rows of their own, any number; the node stays as it is. */
  addHintRows(id: NodeId, homes: readonly Identifier[], kind: HintKind): Promise<void>
  /** The hints that stand in rows, all or those of a kind, page by page; some may come twice. */
  hintRowPages(id: NodeId, kind?: HintKind): AsyncIterable<readonly Identifier[]>
  /**
   * What stands at all ids that begin with the digits, in order of the ids: the activities of each,
   * then its node. A write meanwhile may be seen in part.
   */
  list(
    digits: string,
    range: { readonly after?: NodePlace | undefined; readonly top: number },
  ): Promise<{
    readonly items: readonly NodeItem[]
    /** Where to go on; `undefined` at the end. */
    readonly after: NodePlace | undefined
  }>
}

/** A place among all that is stored with identifiers; only a store can read it. */
export interface NodePlace {
  readonly partition: string
  readonly rowKey: string
}

export type NodeItem = { readonly id: NodeId } & (
  | ({ readonly kind: 'activity' } & KeyedActivity)
  | { readonly kind: 'node'; readonly node: StoredNode }
)

/** `passed`: it was followed before the node was closed; `unpassed`: it came after that. */
export type HintKind = 'passed' | 'unpassed'

export interface ActivityRange {
  /** Only keys behind this one. */
  readonly after?: string
  /** Only keys before this one. */
  readonly before?: string
  readonly top: number
}

export interface KeyedActivity {
  readonly key: string
  readonly activity: Activity
}
