import type { DateTimeOffset } from './date-time-offset.ts'
import type { Decimal } from './decimal.ts'

/** A value written in an expression. */
export type LiteralValue =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'integer'; readonly value: number | bigint }
  | { readonly type: 'decimal'; readonly value: Decimal }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'date'; readonly value: number }
  | { readonly type: 'timeOfDay'; readonly value: bigint }
  | { readonly type: 'dateTimeOffset'; readonly value: DateTimeOffset }
  | { readonly type: 'duration'; readonly value: bigint }
  | { readonly type: 'guid'; readonly value: string }
  | { readonly type: 'binary'; readonly value: string }
  /** `Model.Color'Red'`, and the places and shapes of `geography'…'`, as written. */
  | { readonly type: 'enum' | 'geo'; readonly name: string; readonly value: string }
