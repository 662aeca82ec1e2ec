import {
  close,
  deeper,
  fail,
  look,
  peek,
  take,
  takeBlanks,
  takeSign,
  type Cursor,
} from './cursor.ts'
import { functionName } from './function-names.ts'
import type { Argument, CallSegment, CaseNode, Node } from './node.ts'
import { takeExpression } from './parse-expression.ts'
import { takePath } from './paths.ts'

/** Reads the rest of `name(…)` at the beginning of an operand. */
export function takeCall(cursor: Cursor, name: string, position: number): Node {
  const lower = name.toLowerCase()
  if (lower === 'any' || lower === 'all') {
    const message = `${name} needs a collection before it: UnifiedActivity/${lower}(…).`
    throw fail(cursor, 'InvalidSyntax', message, { at: position })
  }
  if (lower === 'case') return takeCase(cursor, position)
  const list = takeArguments(cursor)
  if (peek(cursor) !== '/') {
    return { kind: 'call', name: functionName(name), arguments: list, position }
  }
  const first: CallSegment = { kind: 'call', name, arguments: list, position }
  return takePath(cursor, [first])
}

const named = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*[ \t]*=(?!=)[ \t]*/uy

export function takeArguments(cursor: Cursor): Argument[] {
  const opened = cursor.at
  takeSign(cursor, '(')
  const list: Argument[] = []
  deeper(cursor, () => {
    takeBlanks(cursor)
    if (peek(cursor) === ')') return
    do {
      takeBlanks(cursor)
      const name = take(cursor, named)?.replace(/[ \t]*=[ \t]*$/, '')
      const value = takeExpression(cursor)
      list.push(name === undefined ? { value } : { name, value })
      takeBlanks(cursor)
    } while (takeSign(cursor, ','))
  })
  close(cursor, ')', opened)
  return list
}

const noBranch = /\s*\)/y

/** Reads `case(condition:value,…)`. */
function takeCase(cursor: Cursor, position: number): CaseNode {
  const opened = cursor.at
  takeSign(cursor, '(')
  if (look(cursor, noBranch) !== undefined) {
    throw fail(
      cursor,
      'InvalidSyntax',
      'case needs a condition and a value: case(a gt 0:1,true:0).',
    )
  }
  const branches: { condition: Node; value: Node }[] = []
  deeper(cursor, () => {
    do {
      const condition = takeExpression(cursor)
      takeBlanks(cursor)
      if (!takeSign(cursor, ':')) {
        throw fail(cursor, 'InvalidSyntax', 'In case a colon stands behind each condition.')
      }
      branches.push({ condition, value: takeExpression(cursor) })
      takeBlanks(cursor)
    } while (takeSign(cursor, ','))
  })
  close(cursor, ')', opened)
  return { kind: 'case', branches, position }
}
