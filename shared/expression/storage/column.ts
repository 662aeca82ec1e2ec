import type { CompareOperator } from '../bind/bound.ts'
import type { DateTimeOffset } from '../values/date-time-offset.ts'
import type { Value } from '../values/value.ts'

/** A typed column of Table storage that holds a path of the model. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Every row has a value: keys. */
  readonly isRequired?: boolean
}

export type ColumnType = 'String' | 'Boolean' | 'Int32' | 'Int64' | 'Double' | 'DateTime' | 'Guid'

/** DateTime in milliseconds since 1970. */
export type ColumnValue = string | number | bigint | boolean

/** A constant as its column holds it; undefined where it does not fit. */
export function asColumnValue(
  value: Value,
  type: ColumnType,
  operator: CompareOperator,
): ColumnValue | undefined {
  switch (type) {
    case 'String':
      return typeof value === 'string' ? value : undefined
    case 'Guid':
      return typeof value === 'string' && isEquality(operator) ? value : undefined
    case 'Boolean':
      return typeof value === 'boolean' && isEquality(operator) ? value : undefined
    case 'Int32':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31
        ? value
        : undefined
    case 'Int64':
      if (typeof value === 'bigint') return value
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined
    case 'Double':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'DateTime':
      return momentValue(value, operator)
  }
}

/** What the store orders in its own way is only asked for equality. */
function isEquality(operator: CompareOperator): boolean {
  return operator === 'eq' || operator === 'ne'
}

/** The store knows no earlier times, and refuses filters that name one. */
const earliest = Date.UTC(1601, 0, 1)

/** The store holds milliseconds: nothing there equals a moment between two of them. */
function momentValue(value: Value, operator: CompareOperator): number | undefined {
  if (typeof value !== 'object' || value === null || !('offset' in value)) return undefined
  const { ms, picos } = value as DateTimeOffset
  if (ms < earliest) return undefined
  return picos !== 0 && isEquality(operator) ? undefined : ms
}
