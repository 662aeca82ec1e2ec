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
    case 'Guid':
      return typeof value === 'string' ? value : undefined
    case 'Boolean':
      return typeof value === 'boolean' && (operator === 'eq' || operator === 'ne')
        ? value
        : undefined
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

/** The store holds milliseconds: nothing there equals a moment between two of them. */
function momentValue(value: Value, operator: CompareOperator): number | undefined {
  if (typeof value !== 'object' || value === null || !('offset' in value)) return undefined
  const { ms, picos } = value as DateTimeOffset
  return picos !== 0 && (operator === 'eq' || operator === 'ne') ? undefined : ms
}
