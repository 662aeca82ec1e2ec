import { dateTimeOffsetOf, isoText } from '../values/date-time-offset.ts'
import type { Column, ColumnValue } from './column.ts'
import type { StoredFilter } from './implied-filter.ts'

/** A condition in the language of Table storage (OData 3: typed literals). */
export function tableFilterText(filter: StoredFilter): string {
  if (filter.kind === 'compare') {
    const { column, operator, value } = filter
    return `${column.name} ${operator} ${literal(value, column)}`
  }
  return filter.operands
    .map((operand) => {
      const text = tableFilterText(operand)
      return operand.kind === 'compare' ? text : `(${text})`
    })
    .join(` ${filter.kind} `)
}

function literal(value: ColumnValue, { type }: Column): string {
  switch (type) {
    case 'String':
      return `'${String(value).replaceAll("'", "''")}'`
    case 'Guid':
      return `guid'${String(value).toLowerCase()}'`
    case 'Boolean':
    case 'Int32':
      return String(value)
    case 'Int64':
      return `${String(value)}L`
    case 'Double':
      return doubleLiteral(Number(value))
    case 'DateTime':
      return `datetime'${isoText(dateTimeOffsetOf(Number(value)))}'`
  }
}

/** With a point or an exponent: without one it would be an Int32. */
function doubleLiteral(value: number): string {
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
