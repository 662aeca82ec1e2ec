import { describe, fail, look, take, takeSign, type Cursor } from '../parse/cursor.ts'
import { takeName } from '../parse/names.ts'

const annotation =
  /@[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*(?:#[\p{L}_][\p{L}\p{N}_]*)?/uy
const star = /(?:[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*\.)?\*/uy
const suffix = /\/\$(?:ref|count)(?![\p{L}\p{N}_])/iuy
const value = /\$value(?![\p{L}\p{N}_])/iuy

/** Reads the names of a path in `$select` or `$expand`, up to a suffix or its options. */
export function takeItemPath(cursor: Cursor): string[] {
  const path = [takeItemName(cursor)]
  while (look(cursor, suffix) === undefined && takeSign(cursor, '/')) {
    path.push(takeItemName(cursor))
  }
  return path
}

function takeItemName(cursor: Cursor): string {
  const name =
    take(cursor, star) ?? take(cursor, annotation) ?? take(cursor, value) ?? takeName(cursor)
  if (name !== undefined) return name
  throw fail(cursor, 'InvalidSyntax', `A property is expected, not ${describe(cursor)}.`)
}

export function takeSuffix(cursor: Cursor): '$ref' | '$count' | undefined {
  const found = take(cursor, suffix)?.toLowerCase()
  if (found === undefined) return undefined
  return found === '/$ref' ? '$ref' : '$count'
}
