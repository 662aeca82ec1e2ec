import type { Identifier } from '../identity/identifier.ts'
import type { Activity } from '../profiles/activity.ts'
import type { ReplacedCopy } from './message-store.ts'

/** What happens at one home in one go. */
export interface HomeChange {
  readonly home: Identifier
  /** Activities of messages whose winning copy is stored here. */
  readonly add: readonly Activity[]
  /** Copies that lost and must not count here any more. */
  readonly withdraw: readonly (ReplacedCopy & { readonly messageId: string })[]
}
