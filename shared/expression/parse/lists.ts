import { close, count, deeper, fail, takeBlanks, takeSign, type Cursor } from './cursor.ts'
import type { LiteralNode, Node } from './node.ts'
import { bindingPower } from './operators.ts'
import { takeExpression } from './parse-expression.ts'

/** Reads the right side of `in`: a list of literals, or an expression that gives a collection. */
export function takeMembershipRight(cursor: Cursor): Node {
  const opened = cursor.at
  if (!takeSign(cursor, '(')) return takeExpression(cursor, bindingPower.in)
  takeBlanks(cursor)
  count(cursor)
  if (takeSign(cursor, ')')) return { kind: 'list', items: [], position: opened }
  const first = deeper(cursor, () => takeExpression(cursor))
  takeBlanks(cursor)
  if (first.kind !== 'literal') {
    if (cursor.text[cursor.at] === ',') throw onlyLiterals(cursor, first)
    close(cursor, ')', opened)
    return first
  }
  const items = [first]
  while (takeSign(cursor, ',')) {
    items.push(takeItem(cursor))
    checkLength(cursor, items.length)
  }
  close(cursor, ')', opened)
  return { kind: 'list', items, position: opened }
}

function takeItem(cursor: Cursor): LiteralNode {
  const item = deeper(cursor, () => takeExpression(cursor))
  takeBlanks(cursor)
  if (item.kind !== 'literal') throw onlyLiterals(cursor, item)
  return item
}

function onlyLiterals(cursor: Cursor, { position }: Node): Error {
  const message = 'A list holds values only, no properties and no computations.'
  return fail(cursor, 'InvalidSyntax', message, { at: position, hint: 'Join conditions with or.' })
}

export function checkLength(cursor: Cursor, length: number): void {
  const { list } = cursor.limits
  if (length > list) throw fail(cursor, 'ListTooLong', `A list has at most ${list} values.`)
}
