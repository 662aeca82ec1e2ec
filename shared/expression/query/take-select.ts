import {
  close,
  describe,
  fail,
  look,
  take,
  takeBlanks,
  takeSign,
  type Cursor,
} from '../parse/cursor.ts'
import { takeIdentifier } from '../parse/names.ts'
import { takeNestedOptions, type PartName } from './nested-options.ts'
import type { SelectItem } from './query.ts'
import { takeItemPath } from './take-item-path.ts'

const nested: readonly PartName[] = [
  'filter',
  'search',
  'orderby',
  'skip',
  'top',
  'count',
  'select',
  'compute',
]

const options = /\([ \t]*[$@]?[\p{L}_]+=/uy
const next = /[ \t]*,[ \t]*/y

/** Reads `firstName,address/city,tags($top=5)`. */
export function takeSelect(cursor: Cursor): SelectItem[] {
  const items: SelectItem[] = []
  do items.push(takeItem(cursor))
  while (take(cursor, next) !== undefined)
  return items
}

function takeItem(cursor: Cursor): SelectItem {
  takeBlanks(cursor)
  const position = cursor.at
  const path = takeItemPath(cursor)
  if (look(cursor, options) !== undefined) {
    return { path, options: takeNestedOptions(cursor, nested), position }
  }
  const signature = takeSignature(cursor)
  return { path, ...(signature !== undefined && { signature }), options: {}, position }
}

/** The parameters of an overloaded function: `Model.Popular(place,kind)`. */
function takeSignature(cursor: Cursor): string[] | undefined {
  const opened = cursor.at
  if (!takeSign(cursor, '(')) return undefined
  const names: string[] = []
  do {
    takeBlanks(cursor)
    const name = takeIdentifier(cursor)
    if (name === undefined) {
      throw fail(
        cursor,
        'InvalidSyntax',
        `An option or a parameter is expected, not ${describe(cursor)}.`,
      )
    }
    names.push(name)
    takeBlanks(cursor)
  } while (takeSign(cursor, ','))
  close(cursor, ')', opened)
  return names
}
