import type { ExpandItem, OrderItem, QueryParts, SelectItem } from '../query/query.ts'
import { printExpression } from './print-expression.ts'
import { printSearch } from './print-search.ts'

/** The canonical text of an order. */
export function printOrder(items: readonly OrderItem[]): string {
  return items
    .map(({ node, direction }) => printExpression(node) + (direction === 'desc' ? ' desc' : ''))
    .join(',')
}

export function printSelect(items: readonly SelectItem[]): string {
  return items
    .map(({ path, signature, options }) => {
      const parameters = signature === undefined ? '' : `(${signature.join(',')})`
      return `${path.join('/')}${parameters}${printOptions(options)}`
    })
    .join(',')
}

export function printExpand(items: readonly ExpandItem[]): string {
  return items
    .map(({ path, suffix, options }) => {
      return `${path.join('/')}${suffix === undefined ? '' : `/${suffix}`}${printOptions(options)}`
    })
    .join(',')
}

function printOptions(parts: QueryParts): string {
  const list = printParts(parts)
  return list.length === 0 ? '' : `(${list.join(';')})`
}

/** Each option as `$name=value`, not encoded. */
export function printParts(parts: QueryParts): string[] {
  const { filter, orderby, select, expand, search, compute, aliases } = parts
  const { top, skip, count, levels } = parts
  const texts: readonly (readonly [string, string | undefined])[] = [
    ['$select', select && printSelect(select)],
    ['$expand', expand && printExpand(expand)],
    ['$filter', filter && printExpression(filter)],
    ['$search', search && printSearch(search)],
    ['$orderby', orderby && printOrder(orderby)],
    ['$compute', compute?.map(({ node, name }) => `${printExpression(node)} as ${name}`).join(',')],
    ['$top', top?.toString()],
    ['$skip', skip?.toString()],
    ['$count', count?.toString()],
    ['$levels', levels?.toString()],
    ...[...(aliases ?? [])].map(([name, node]) => [name, printExpression(node)] as const),
  ]
  return texts.flatMap(([name, text]) => (text === undefined ? [] : [`${name}=${text}`]))
}
