import type { NumberValue } from '../values/number-value.ts'
import { isSame } from '../values/is-same.ts'
import type { FunctionTable, Overload } from './builtin.ts'

type Items = readonly unknown[]

const pair = ['collection', 'collection'] as const

function test(compute: (a: Items, b: Items) => boolean): Overload {
  return { parameters: pair, returns: 'Edm.Boolean', compute }
}

/** Where `part` stands in `whole` as it is; −1 if it does not. */
function placeOf(whole: Items, part: Items): number {
  for (let start = 0; start + part.length <= whole.length; start += 1) {
    if (part.every((item, index) => isSame(item, whole[start + index]))) return start
  }
  return -1
}

function startsWith(whole: Items, part: Items, start: number): boolean {
  return start >= 0 && part.every((item, index) => isSame(item, whole[start + index]))
}

/** Each element of `part` has one of its own in `whole`. */
function hasSubset(whole: Items, part: Items): boolean {
  const rest = [...whole]
  return part.every((item) => {
    const at = rest.findIndex((other) => isSame(item, other))
    if (at !== -1) rest.splice(at, 1)
    return at !== -1
  })
}

/** The elements of `part` stand in `whole` in the same order, others between them. */
function hasSubsequence(whole: Items, part: Items): boolean {
  let found = 0
  for (const item of whole) {
    if (found < part.length && isSame(item, part[found])) found += 1
  }
  return found === part.length
}

function slice(items: Items, start: NumberValue, length?: NumberValue): Items {
  const from = Number(start) < 0 ? Math.max(0, items.length + Number(start)) : Number(start)
  return items.slice(from, length === undefined ? undefined : from + Math.max(0, Number(length)))
}

/** The same functions for collections (URL conventions, 5.1.1.5 and 5.1.1.6). */
export const collectionFunctions: FunctionTable = {
  contains: [test((a, b) => placeOf(a, b) !== -1)],
  startswith: [test((a, b) => startsWith(a, b, 0))],
  endswith: [test((a, b) => startsWith(a, b, a.length - b.length))],
  hassubset: [test(hasSubset)],
  hassubsequence: [test(hasSubsequence)],
  indexof: [{ parameters: pair, returns: 'Edm.Int32', compute: placeOf }],
  length: [
    { parameters: ['collection'], returns: 'Edm.Int32', compute: (items: Items) => items.length },
  ],
  concat: [{ parameters: pair, returns: 'first', compute: (a: Items, b: Items) => [...a, ...b] }],
  substring: [
    { parameters: ['collection', 'integer'], returns: 'first', compute: slice },
    { parameters: ['collection', 'integer', 'integer'], returns: 'first', compute: slice },
  ],
}
