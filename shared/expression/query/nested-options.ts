import {
  close,
  deeper,
  describe,
  fail,
  take,
  takeBlanks,
  takeSign,
  type Cursor,
} from '../parse/cursor.ts'
import type { Node } from '../parse/node.ts'
import { takeExpression } from '../parse/parse-expression.ts'
import { takeSearch } from '../parse/search.ts'
import type { QueryParts } from './query.ts'
import { takeExpand } from './take-expand.ts'
import { takeCompute, takeOrderBy } from './take-orderby.ts'
import { takeSelect } from './take-select.ts'

export type PartName = Exclude<keyof QueryParts, 'aliases'>

type Readers = { readonly [Name in PartName]: (cursor: Cursor) => NonNullable<QueryParts[Name]> }

/** How each option is read, wherever it stands. */
export const partReaders: Readers = {
  filter: (cursor) => takeExpression(cursor),
  orderby: takeOrderBy,
  select: takeSelect,
  expand: takeExpand,
  search: takeSearch,
  compute: takeCompute,
  top: takeWholeNumber,
  skip: takeWholeNumber,
  count: takeBoolean,
  levels: takeLevels,
}

const optionName = /\$?[a-z]+(?==)/iy
const aliasName = /@[\p{L}_][\p{L}\p{N}_]*(?==)/uy

/** Reads `($filter=…;$top=5;@a=1)`, of the allowed options each once. */
export function takeNestedOptions(cursor: Cursor, allowed: readonly PartName[]): QueryParts {
  const opened = cursor.at
  if (!takeSign(cursor, '(')) return {}
  const parts: Record<string, unknown> = {}
  const aliases = new Map<string, Node>()
  deeper(cursor, () => {
    do {
      takeBlanks(cursor)
      const at = cursor.at
      const alias = take(cursor, aliasName)
      if (alias === undefined) takePart(cursor, allowed, parts)
      else {
        if (aliases.has(alias)) {
          throw fail(cursor, 'DuplicateOption', `${alias} stands here twice.`, { at })
        }
        takeSign(cursor, '=')
        aliases.set(alias, takeExpression(cursor))
      }
      takeBlanks(cursor)
    } while (takeSign(cursor, ';'))
  })
  close(cursor, ')', opened)
  return { ...parts, ...(aliases.size > 0 && { aliases }) }
}

function takePart(
  cursor: Cursor,
  allowed: readonly PartName[],
  parts: Record<string, unknown>,
): void {
  const at = cursor.at
  const written = take(cursor, optionName)
  const wanted = written?.replace('$', '').toLowerCase()
  const name = allowed.find((candidate) => candidate === wanted)
  if (name === undefined) {
    const list = allowed.map((candidate) => `$${candidate}`).join(', ')
    const message = `Here stand ${list}; not ${written ?? describe(cursor)}.`
    throw fail(cursor, 'UnknownOption', message, { at })
  }
  if (name in parts) throw fail(cursor, 'DuplicateOption', `$${name} stands here twice.`, { at })
  takeSign(cursor, '=')
  parts[name] = partReaders[name](cursor)
}

const digits = /\d{1,10}(?![\p{L}\p{N}_.])/uy

function takeWholeNumber(cursor: Cursor): number {
  const found = take(cursor, digits)
  if (found !== undefined) return Number(found)
  throw fail(cursor, 'InvalidOption', 'A whole number from 0 is expected.')
}

const boolean = /(?:true|false)(?![\p{L}\p{N}_])/iuy

function takeBoolean(cursor: Cursor): boolean {
  const found = take(cursor, boolean)
  if (found !== undefined) return found.toLowerCase() === 'true'
  throw fail(cursor, 'InvalidOption', 'true or false is expected.')
}

const levels = /(?:[1-9]\d{0,8}|max)(?![\p{L}\p{N}_])/iuy

function takeLevels(cursor: Cursor): number | 'max' {
  const found = take(cursor, levels)?.toLowerCase()
  if (found !== undefined) return found === 'max' ? 'max' : Number(found)
  throw fail(cursor, 'InvalidOption', 'A number from 1 or max is expected.')
}
