import { takeArguments } from './calls.ts'
import {
  close,
  count,
  deeper,
  describe,
  fail,
  hintHere,
  look,
  peek,
  take,
  takeBlanks,
  takeSign,
  type Cursor,
} from './cursor.ts'
import { takeName } from './names.ts'
import type { AnnotationSegment, Node, PathNode, QuantifierSegment, Segment } from './node.ts'
import { takeExpression } from './parse-expression.ts'
import { takeCountSegment } from './count-segment.ts'

const annotation =
  /@[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}\p{Cf}]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}\p{Cf}]*)*(?:#[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}\p{Cf}]*)?/uy
const countWord = /\$count(?![\p{L}\p{N}_])/iuy
const filterWord = /\$filter(?=\()/iy
const quantifier = /(?:any|all)(?=[ \t]*\()/iy

/** Reads the segments of a path behind the first one. */
export function takePath(cursor: Cursor, first: Segment[]): PathNode {
  const segments = first
  const position = first[0]?.position ?? cursor.at
  while (takeSign(cursor, '/')) {
    count(cursor)
    segments.push(takeSegment(cursor))
    checkPath(cursor, segments.length)
  }
  return { kind: 'path', segments, position }
}

/** What reads a path goes one level deeper with each of its parts. */
function checkPath(cursor: Cursor, length: number): void {
  const { depth } = cursor.limits
  if (length > depth) throw fail(cursor, 'ExpressionTooDeep', `A path has at most ${depth} parts.`)
}

function takeSegment(cursor: Cursor): Segment {
  const position = cursor.at
  const sign = peek(cursor)
  if (sign === '@') return takeAnnotationSegment(cursor)
  if (sign === '$') {
    if (take(cursor, countWord) !== undefined) return takeCountSegment(cursor, position)
    if (take(cursor, filterWord) !== undefined) return takeFilterSegment(cursor, position)
    throw badSegment(cursor)
  }
  const word = take(cursor, quantifier)?.toLowerCase()
  if (word !== undefined) return takeQuantifier(cursor, word === 'any' ? 'any' : 'all', position)
  const name = takeName(cursor)
  if (name === undefined) throw badSegment(cursor)
  if (peek(cursor) !== '(') return { kind: 'name', name, position }
  return { kind: 'call', name, arguments: takeArguments(cursor), position }
}

function badSegment(cursor: Cursor): Error {
  const message = `After the slash a property, any, all or $count is expected, not ${describe(cursor)}.`
  return fail(cursor, 'InvalidSyntax', message, { hint: hintHere(cursor) })
}

/** Reads a path that begins with an annotation. */
export function takeAnnotation(cursor: Cursor): Node {
  return takePath(cursor, [takeAnnotationSegment(cursor)])
}

function takeAnnotationSegment(cursor: Cursor): AnnotationSegment {
  const position = cursor.at
  const name = take(cursor, annotation)
  if (name === undefined) {
    throw fail(cursor, 'InvalidSyntax', 'A name is expected behind the @.')
  }
  return { kind: 'annotation', name, position }
}

function takeFilterSegment(cursor: Cursor, position: number): Segment {
  const opened = cursor.at
  takeSign(cursor, '(')
  const filter = deeper(cursor, () => takeExpression(cursor))
  close(cursor, ')', opened)
  return { kind: 'filter', filter, position }
}

/** Reads the brackets of `any(a: …)`. */
function takeQuantifier(cursor: Cursor, kind: 'any' | 'all', position: number): QuantifierSegment {
  takeBlanks(cursor)
  const opened = cursor.at
  takeSign(cursor, '(')
  takeBlanks(cursor)
  if (takeSign(cursor, ')')) {
    if (kind === 'any') return { kind, position }
    throw fail(cursor, 'InvalidSyntax', 'all needs a condition: all(a: a/price gt 0).', {
      at: position,
    })
  }
  const variable = look(cursor, variableStart) === undefined ? undefined : takeName(cursor)
  takeBlanks(cursor)
  if (variable === undefined || variable.includes('.') || !takeSign(cursor, ':')) {
    const message = `${kind} begins with a variable and a colon: ${kind}(a: a/price gt 0).`
    throw fail(cursor, 'InvalidSyntax', message, { at: opened + 1 })
  }
  const body = deeper(cursor, () => takeExpression(cursor))
  close(cursor, ')', opened)
  return { kind, variable, body, position }
}

const variableStart = /[\p{L}\p{Nl}_]/uy
