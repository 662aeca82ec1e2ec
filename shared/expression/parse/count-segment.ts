import {
  close,
  deeper,
  describe,
  fail,
  peek,
  take,
  takeBlanks,
  takeSign,
  type Cursor,
} from './cursor.ts'
import type { CountSegment, Node, SearchNode } from './node.ts'
import { takeExpression } from './parse-expression.ts'
import { takeSearch } from './search.ts'

const option = /\$?(?:filter|search)(?==)/iy

/** Reads what may stand behind `$count`: `($filter=…;$search=…)`. */
export function takeCountSegment(cursor: Cursor, position: number): CountSegment {
  if (peek(cursor) !== '(') return { kind: 'count', position }
  const opened = cursor.at
  cursor.at += 1
  const options: { filter?: Node; search?: SearchNode } = {}
  do {
    takeBlanks(cursor)
    const name = take(cursor, option)?.replace('$', '').toLowerCase()
    if (name === undefined || (name === 'filter' ? options.filter : options.search) !== undefined) {
      const message = `In $count(…) stand $filter=… and $search=…, each once, not ${describe(cursor)}.`
      throw fail(cursor, 'InvalidSyntax', message)
    }
    takeSign(cursor, '=')
    if (name === 'filter') options.filter = deeper(cursor, () => takeExpression(cursor))
    else options.search = takeSearch(cursor)
    takeBlanks(cursor)
  } while (takeSign(cursor, ';'))
  close(cursor, ')', opened)
  return { kind: 'count', ...options, position }
}
