import type { NumberValue } from '../values/number-value.ts'
import { matchesPattern } from '../pattern/matches-pattern.ts'
import type { FunctionTable, Overload } from './builtin.ts'

const text = 'Edm.String'

function test(compute: (a: string, b: string) => boolean | null): Overload {
  return { parameters: [text, text], returns: 'Edm.Boolean', compute }
}

function change(compute: (a: string) => string): Overload {
  return { parameters: [text], returns: text, compute }
}

/** A negative start counts from the end (URL conventions, 5.1.1.5.7). */
function startOf(value: { readonly length: number }, start: NumberValue): number {
  const from = Number(start)
  return from < 0 ? Math.max(0, value.length + from) : from
}

export function substring(value: string, start: NumberValue, length?: NumberValue): string {
  const from = startOf(value, start)
  return length === undefined
    ? value.slice(from)
    : value.slice(from, from + Math.max(0, Number(length)))
}

/** Functions of texts; lengths and places count UTF-16 units. */
export const textFunctions: FunctionTable = {
  contains: [test((a, b) => a.includes(b))],
  startswith: [test((a, b) => a.startsWith(b))],
  endswith: [test((a, b) => a.endsWith(b))],
  matchespattern: [test(matchesPattern)],
  length: [{ parameters: [text], returns: 'Edm.Int32', compute: (a: string) => a.length }],
  indexof: [
    {
      parameters: [text, text],
      returns: 'Edm.Int32',
      compute: (a: string, b: string) => a.indexOf(b),
    },
  ],
  substring: [
    { parameters: [text, 'integer'], returns: text, compute: substring },
    { parameters: [text, 'integer', 'integer'], returns: text, compute: substring },
  ],
  concat: [{ parameters: [text, text], returns: text, compute: (a: string, b: string) => a + b }],
  tolower: [change((a) => a.toLowerCase())],
  toupper: [change((a) => a.toUpperCase())],
  trim: [change((a) => a.trim())],
}
