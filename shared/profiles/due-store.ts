import type { NodeId } from '../identity/node-id.ts'

/** A profile that time alone may change, from this hour on. */
export interface DueEntry {
  readonly customerId: NodeId
  /** The first moment of the hour, in milliseconds. */
  readonly hour: number
}

export interface DueRange {
  /** Only hours before the one of this moment. */
  readonly before: number
  /** Only entries behind this one. */
  readonly after?: DueEntry | undefined
  readonly top: number
}

/**
 * When time alone may change a profile: lower bounds, whatever the reason. An entry that is out of
 * date costs whoever works it off a look, one that is missing would never be looked at: so it is
 * written before the row that counts on it.
 */
export interface DueStore {
  /** Notes that time may change a profile from a moment on, which is rounded down to its hour. */
  add(customerId: NodeId, moment: number): Promise<void>
  /** The earliest first. */
  list(range: DueRange): Promise<DueEntry[]>
  remove(entries: readonly DueEntry[]): Promise<void>
}
