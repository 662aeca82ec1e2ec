import type { Clock } from '../../shared/platform/clock/clock.ts'

/** Reports what should not happen: a constant message, and the data in fields. */
export type BrokerLog = (message: string, fields: Readonly<Record<string, unknown>>) => void

/** What the parts of the broker share. */
export interface BrokerContext {
  readonly clock: Clock
  /** A new UUID, for lock tokens and for messages without an id. */
  readonly newId: () => string
  readonly log: BrokerLog
}
