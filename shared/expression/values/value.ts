import type { DateTimeOffset } from './date-time-offset.ts'
import type { NumberValue } from './number-value.ts'

/**
 * What an expression computes with, by its type: Date is days since 1970, TimeOfDay and Duration
 * are picoseconds, Guid and Binary text. Collections and complexes are as they are stored.
 */
export type Value =
  | null
  | boolean
  | string
  | NumberValue
  | DateTimeOffset
  | readonly unknown[]
  | Readonly<Record<string, unknown>>
