import {
  close,
  count,
  deeper,
  describe,
  fail,
  look,
  peek,
  take,
  takeBlanks,
  takeSign,
  type Cursor,
} from './cursor.ts'
import type { SearchNode } from './node.ts'

const phrase = /"((?:[^"\\]|\\.)*)"/y
const quoted = /'[^']*'(?=[ \t);]|$)/y
const word = /[^\s()";]+/y
const not = /NOT(?=[ \t(]|$)/y
const operatorWithOperand = /(?:AND|OR)(?=[ \t]*[^\s);])/y

/**
 * Reads a `$search`: words and phrases with AND, OR, NOT. These are operators only where they
 * stand between or before something; elsewhere they are words (`AND OR` looks for both).
 */
export function takeSearch(cursor: Cursor): SearchNode {
  takeBlanks(cursor)
  const first = takeAnd(cursor)
  return takeChain(cursor, { kind: 'or', first, takeNext: () => takeAnd(cursor) })
}

function takeAnd(cursor: Cursor): SearchNode {
  return takeChain(cursor, { kind: 'and', first: takeNot(cursor), takeNext: () => takeNot(cursor) })
}

interface Chain {
  readonly kind: 'and' | 'or'
  readonly first: SearchNode
  takeNext(): SearchNode
}

function takeChain(cursor: Cursor, { kind, first, takeNext }: Chain): SearchNode {
  const operands = [first]
  while (takeOperator(cursor, kind)) operands.push(takeNext())
  if (operands.length === 1) return first
  count(cursor)
  return { kind, operands, position: first.position }
}

/** Two operands beside each other are joined by AND. */
function takeOperator(cursor: Cursor, kind: 'and' | 'or'): boolean {
  takeBlanks(cursor)
  const hasBlank = /\s/.test(cursor.text[cursor.at - 1] ?? '')
  const operator = look(cursor, operatorWithOperand)
  if (operator !== undefined && hasBlank) {
    if (operator.toLowerCase() !== kind) return false
    cursor.at += operator.length
    takeBlanks(cursor)
    return true
  }
  if (kind === 'or' || isEnd(cursor)) return false
  if (hasBlank) return true
  throw fail(cursor, 'InvalidSyntax', `A blank is expected before ${describe(cursor)}.`)
}

function isEnd(cursor: Cursor): boolean {
  const sign = peek(cursor)
  if (sign === ';') return !cursor.softSemicolons.has(cursor.at)
  return sign === undefined || sign === ')'
}

function takeNot(cursor: Cursor): SearchNode {
  const position = cursor.at
  if (look(cursor, not) === undefined) return takeTerm(cursor)
  cursor.at += 3
  takeBlanks(cursor)
  if (isEnd(cursor)) {
    cursor.at = position
    return takeTerm(cursor)
  }
  count(cursor)
  return { kind: 'not', operand: deeper(cursor, () => takeNot(cursor)), position }
}

function takeTerm(cursor: Cursor): SearchNode {
  count(cursor)
  const position = cursor.at
  if (takeSign(cursor, '(')) {
    const inner = deeper(cursor, () => takeSearch(cursor))
    close(cursor, ')', position)
    return inner
  }
  const words = take(cursor, phrase)
  if (words !== undefined && words.length > 2) {
    return {
      kind: 'term',
      text: words.slice(1, -1).replace(/\\(.)/g, '$1'),
      isPhrase: true,
      position,
    }
  }
  const text = take(cursor, quoted)?.slice(1, -1) ?? takeWord(cursor)
  if (text !== '') return { kind: 'term', text, isPhrase: false, position }
  const hint = peek(cursor) === '"' ? 'Phrases end with a double quote.' : undefined
  const message = `A word or a "phrase" to search for is expected, not ${describe(cursor)}.`
  throw fail(cursor, 'InvalidSyntax', message, { at: position, hint })
}

/** A word; a semicolon that came encoded belongs to it. */
function takeWord(cursor: Cursor): string {
  let text = take(cursor, word) ?? ''
  while (cursor.softSemicolons.has(cursor.at)) {
    cursor.at += 1
    text += `;${take(cursor, word) ?? ''}`
  }
  return text
}
