import { fail, take, takeBlanks, type Cursor } from '../parse/cursor.ts'
import { takeNestedOptions, type PartName } from './nested-options.ts'
import type { ExpandItem } from './query.ts'
import { takeItemPath, takeSuffix } from './take-item-path.ts'

const ofReferences: readonly PartName[] = ['filter', 'search', 'orderby', 'skip', 'top', 'count']
const ofCounts: readonly PartName[] = ['filter', 'search']
const ofEntities: readonly PartName[] = [...ofReferences, 'select', 'expand', 'compute', 'levels']

const next = /[ \t]*,[ \t]*/y

/** Reads `UnifiedActivity($top=5;$orderby=ActivityTime desc),Customer_Measure`. */
export function takeExpand(cursor: Cursor): ExpandItem[] {
  cursor.expandDepth += 1
  const { expandDepth } = cursor.limits
  if (cursor.expandDepth > expandDepth) {
    throw fail(cursor, 'ExpandTooDeep', `$expand is nested at most ${expandDepth} deep.`)
  }
  const items: ExpandItem[] = []
  do items.push(takeItem(cursor))
  while (take(cursor, next) !== undefined)
  cursor.expandDepth -= 1
  return items
}

function takeItem(cursor: Cursor): ExpandItem {
  takeBlanks(cursor)
  const position = cursor.at
  const path = takeItemPath(cursor)
  const suffix = takeSuffix(cursor)
  const allowed = suffix === '$ref' ? ofReferences : suffix === '$count' ? ofCounts : ofEntities
  const options = takeNestedOptions(cursor, allowed)
  return { path, ...(suffix !== undefined && { suffix }), options, position }
}
