import { close, deeper, describe, fail, peek, takeBlanks, takeSign, type Cursor } from './cursor.ts'
import { checkLength } from './lists.ts'
import type { ArrayNode, Node, ObjectNode } from './node.ts'
import { takeExpression } from './parse-expression.ts'
import { takeJsonString } from './quoted.ts'

/** Reads `["a", 1, price mul 2]`. */
export function takeArray(cursor: Cursor): ArrayNode {
  const position = cursor.at
  const items: Node[] = []
  takeItems(cursor, '[]', () => {
    items.push(takeValue(cursor))
    checkLength(cursor, items.length)
  })
  return { kind: 'array', items, position }
}

/** Reads `{"city":"Oslo"}`. */
export function takeObject(cursor: Cursor): ObjectNode {
  const position = cursor.at
  const members: { name: string; value: Node }[] = []
  takeItems(cursor, '{}', () => {
    const name = takeJsonString(cursor)
    takeBlanks(cursor)
    if (name === undefined || !takeSign(cursor, ':')) {
      const found = describe(cursor)
      throw fail(cursor, 'InvalidSyntax', `A member of an object is "name":value, not ${found}.`)
    }
    takeBlanks(cursor)
    members.push({ name, value: takeValue(cursor) })
    checkLength(cursor, members.length)
  })
  return { kind: 'object', members, position }
}

function takeItems(cursor: Cursor, brackets: '[]' | '{}', takeOne: () => void): void {
  const opened = cursor.at
  cursor.at += 1
  deeper(cursor, () => {
    takeBlanks(cursor)
    if (peek(cursor) === brackets[1]) return
    do {
      takeBlanks(cursor)
      takeOne()
      takeBlanks(cursor)
    } while (takeSign(cursor, ','))
  })
  close(cursor, brackets.slice(1), opened)
}

function takeValue(cursor: Cursor): Node {
  const position = cursor.at
  const value = takeJsonString(cursor)
  if (value === undefined) return takeExpression(cursor)
  return { kind: 'literal', literal: { type: 'string', value }, position }
}
