import { takeCall } from './calls.ts'
import { count, deeper, describe, fail, hintHere, look, peek, take, type Cursor } from './cursor.ts'
import { takeArray, takeObject } from './json.ts'
import { takeBareLiteral, takePrefixedLiteral } from './literals.ts'
import { takeName } from './names.ts'
import type { Node } from './node.ts'
import { operatorHint, unaryPower } from './operators.ts'
import { takeExpression, takeGroup } from './parse-expression.ts'
import { takeAnnotation, takePath } from './paths.ts'
import { takeQuoted } from './quoted.ts'
import type { LiteralValue } from '../values/literal.ts'

const negation = /not(?![\p{L}\p{N}_./=])/iuy
const variable = /\$(?:it|this|root)(?![\p{L}\p{N}_])/iuy
const alias =
  /@[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*(?![\p{L}\p{N}\p{M}\p{Pc}\p{Cf}./#])/uy

/** Reads what an operator stands between: a value, a path, a call, or something in brackets. */
export function takeOperand(cursor: Cursor): Node {
  count(cursor)
  const position = cursor.at
  const sign = peek(cursor)
  if (sign === "'")
    return literalNode({ type: 'string', value: takeQuoted(cursor) ?? '' }, position)
  if (sign === '(') return takeGroup(cursor)
  if (sign === '[') return takeArray(cursor)
  if (sign === '{') return takeObject(cursor)
  if (sign === '@') return takeAlias(cursor) ?? takeAnnotation(cursor)
  if (sign === '$') return takeVariable(cursor)
  const literal = takeBareLiteral(cursor)
  if (literal !== undefined) return literalNode(literal, position)
  if (sign === '-') return takeUnary(cursor, '-', 1)
  const not = look(cursor, negation)
  if (not !== undefined) return takeUnary(cursor, 'not', not.length)
  const name = takeName(cursor)
  if (name === undefined) throw missing(cursor)
  if (peek(cursor) === "'")
    return literalNode(takePrefixedLiteral(cursor, name, position), position)
  if (peek(cursor) === '(') return takeCall(cursor, name, position)
  return takePath(cursor, [{ kind: 'name', name, position }])
}

function literalNode(literal: LiteralValue, position: number): Node {
  return { kind: 'literal', literal, position }
}

function takeUnary(cursor: Cursor, operator: 'not' | '-', length: number): Node {
  const position = cursor.at
  cursor.at += length
  const operand = deeper(cursor, () => takeExpression(cursor, unaryPower))
  return { kind: 'unary', operator, operand, position }
}

function takeAlias(cursor: Cursor): Node | undefined {
  const position = cursor.at
  const name = take(cursor, alias)
  return name === undefined ? undefined : { kind: 'alias', name, position }
}

function takeVariable(cursor: Cursor): Node {
  const position = cursor.at
  const name = take(cursor, variable)?.toLowerCase()
  if (name === undefined) throw missing(cursor)
  return takePath(cursor, [{ kind: 'name', name, position }])
}

const meant: readonly (readonly [RegExp, string])[] = [
  [/\$filter\s*=/iy, 'Leave out $filter=: only what it asks for stands here.'],
  [/\$count/iy, 'It stands behind a collection: UnifiedActivity/$count.'],
  [/\.\d/y, 'A digit stands before the point: 0.5.'],
  [/(?<=,\s*)[)\]]/y, 'Leave out the comma before it.'],
]

/** What to write instead of something that is no operand. */
function operandHint(cursor: Cursor): string | undefined {
  if (cursor.text.trim() === '') return 'The expression is empty.'
  return meant.find(([pattern]) => look(cursor, pattern) !== undefined)?.[1]
}

function missing(cursor: Cursor): Error {
  const hint =
    hintHere(cursor) ??
    operandHint(cursor) ??
    (cursor.at < cursor.text.length ? operatorHint(cursor) : undefined)
  const message = `A value, a property or a function is expected, not ${describe(cursor)}.`
  return fail(cursor, 'InvalidSyntax', message, { hint })
}
