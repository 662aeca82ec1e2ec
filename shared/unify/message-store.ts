import type { Identifier } from '../identity/identifier.ts'
import type { LogLocation } from '../profiles/activity.ts'
import type { ETag } from '../profiles/node-store.ts'

/** A copy of a message that lost to a better one and must leave the home it was applied to. */
export interface ReplacedCopy {
  readonly location: LogLocation
  readonly home: Identifier | undefined
  /** All identifiers of the copy: whoever they belong to may still show it. */
  readonly identifiers: readonly Identifier[]
  readonly time: number
}

/** Which copy of a message won, and where it is stored. Times in milliseconds. */
export interface MessageEntry {
  readonly messageId: string
  readonly location: LogLocation
  /** The copy that came first in processing; it alone counts as applied, the others as repeats. */
  readonly first: LogLocation
  readonly receivedAt: number
  readonly time: number
  readonly contentHash: string
  /** `undefined` for an event that belongs to nobody. */
  readonly home: Identifier | undefined
  readonly identifiers: readonly Identifier[]
  /** Copies that lost and may still count where they were applied. */
  readonly previous: readonly ReplacedCopy[]
  /**
   * Copies that lost and are taken out. A worker that had begun with one of them may have written
   * rows since, and died: at the next delivery of that copy its rows are computed again.
   */
  readonly replaced: readonly ReplacedCopy[]
}

export interface StoredMessage {
  readonly entry: MessageEntry
  readonly etag: ETag
}

/** One entry for each messageId ever seen. */
export interface MessageStore {
  /** Inserts what is not there; answers what was there before, by messageId. */
  insertAll(entries: readonly MessageEntry[]): Promise<ReadonlyMap<string, StoredMessage>>
  read(messageId: string): Promise<StoredMessage | undefined>
  /**
   * Entries of a sixteenth of all messages, in the order of a hash, whose first hex digit names the
   * part; behind that of a message.
   */
  list(
    digit: string,
    range: { readonly after?: string | undefined; readonly top: number },
  ): Promise<MessageEntry[]>
  /** Replaces an entry while its state is the given one; `undefined` on conflict. */
  replace(entry: MessageEntry, etag: ETag): Promise<StoredMessage | undefined>
}
