import { defaultLimits, type Limits } from '../limits.ts'
import {
  count,
  createCursor,
  deeper,
  describe,
  fail,
  hintHere,
  takeBlanks,
  takeSign,
  type Cursor,
} from './cursor.ts'
import type { LogicalNode, Node } from './node.ts'
import { takeMembershipRight } from './lists.ts'
import { bindingPower, expectedOperator, lookOperator, type Operator } from './operators.ts'
import { takeOperand } from './operand.ts'

/** Parses a whole text as one expression. Throws `ExpressionError`. */
export function parseExpression(text: string, limits: Limits = defaultLimits): Node {
  return takeWhole(createCursor(text, limits))
}

/** Reads an expression that ends with the text. */
export function takeWhole(cursor: Cursor): Node {
  const node = takeExpression(cursor)
  takeEnd(cursor)
  return node
}

export function takeEnd(cursor: Cursor): void {
  takeBlanks(cursor)
  if (cursor.at >= cursor.text.length) return
  if (cursor.text[cursor.at] === ')') {
    throw fail(cursor, 'InvalidSyntax', 'This bracket was never opened.')
  }
  throw expectedOperator(cursor, describe(cursor), hintHere(cursor))
}

/**
 * Reads operands joined by operators that bind tighter than `power` (Pratt: each operator takes a
 * right side that binds tighter than itself, so the left one is done when it comes).
 */
export function takeExpression(cursor: Cursor, power = 0): Node {
  takeBlanks(cursor)
  let left = takeOperand(cursor)
  /** The logical node of this very loop: only that may grow, not one in brackets. */
  let chain: LogicalNode | undefined
  for (;;) {
    const found = lookOperator(cursor)
    if (found === undefined || bindingPower[found.operator] <= power) return left
    const position = cursor.at
    cursor.at += found.length
    const { operator } = found
    const right = takeRight(cursor, operator)
    if (operator === 'and' || operator === 'or') {
      chain = join(cursor, { operator, position, left, right, chain })
      left = chain
    } else {
      count(cursor)
      left = { kind: 'binary', operator, left, right, position }
      chain = undefined
    }
  }
}

function takeRight(cursor: Cursor, operator: Operator): Node {
  takeBlanks(cursor)
  return operator === 'in'
    ? takeMembershipRight(cursor)
    : takeExpression(cursor, bindingPower[operator])
}

interface Join {
  readonly operator: 'and' | 'or'
  readonly position: number
  readonly left: Node
  readonly right: Node
  readonly chain: LogicalNode | undefined
}

function join(cursor: Cursor, { operator, position, left, right, chain }: Join): LogicalNode {
  if (chain?.operator === operator) {
    // Grown in place: copying the operands each time would be quadratic.
    const operands = chain.operands as Node[]
    operands.push(right)
    return chain
  }
  count(cursor)
  return { kind: 'logical', operator, operands: [left, right], position }
}

/** Reads `(…)`; brackets leave no node. */
export function takeGroup(cursor: Cursor): Node {
  const opened = cursor.at
  takeSign(cursor, '(')
  const node = deeper(cursor, () => takeExpression(cursor))
  takeBlanks(cursor)
  if (takeSign(cursor, ')')) return node
  if (cursor.text[cursor.at] === ',') {
    const hint = 'Lists stand only to the right of in.'
    throw fail(cursor, 'InvalidSyntax', 'There is no list here.', { hint })
  }
  if (cursor.at < cursor.text.length && !';)'.includes(cursor.text[cursor.at] ?? '')) {
    throw expectedOperator(cursor, describe(cursor), hintHere(cursor))
  }
  throw fail(cursor, 'InvalidSyntax', `The bracket at ${opened} is not closed.`, {
    hint: hintHere(cursor),
  })
}
