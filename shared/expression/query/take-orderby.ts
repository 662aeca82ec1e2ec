import { fail, take, takeBlanks, takeSign, type Cursor } from '../parse/cursor.ts'
import { takeIdentifier } from '../parse/names.ts'
import { takeExpression } from '../parse/parse-expression.ts'
import type { ComputeItem, OrderItem } from './query.ts'

const direction = /(?:asc|desc)(?![\p{L}\p{N}_])/iuy

/** Reads `age desc,code`. */
export function takeOrderBy(cursor: Cursor): OrderItem[] {
  const items: OrderItem[] = []
  do {
    const node = takeExpression(cursor)
    takeBlanks(cursor)
    const word = take(cursor, direction)?.toLowerCase()
    items.push({ node, direction: word === 'desc' ? 'desc' : 'asc' })
    takeBlanks(cursor)
  } while (takeSign(cursor, ','))
  return items
}

const as = /as(?=[ \t])/iy

/** Reads `amount mul price as total,…`. */
export function takeCompute(cursor: Cursor): ComputeItem[] {
  const items: ComputeItem[] = []
  do {
    const node = takeExpression(cursor)
    takeBlanks(cursor)
    const word = take(cursor, as)
    takeBlanks(cursor)
    const name = word === undefined ? undefined : takeIdentifier(cursor)
    if (name === undefined) throw fail(cursor, 'InvalidSyntax', 'Here stands as and a name.')
    items.push({ node, name })
    takeBlanks(cursor)
  } while (takeSign(cursor, ','))
  return items
}
