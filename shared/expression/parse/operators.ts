import { nearestName } from '../types/nearest-name.ts'
import { fail, look, peek, takeBlanks, type Cursor } from './cursor.ts'
import type { BinaryOperator } from './node.ts'

export type Operator = BinaryOperator | 'and' | 'or'

/** How tight each binds; all are left-associative (OData URL conventions, 5.1.1.17). */
export const bindingPower: Readonly<Record<Operator, number>> = {
  or: 1,
  and: 2,
  eq: 3,
  ne: 3,
  gt: 4,
  ge: 4,
  lt: 4,
  le: 4,
  add: 6,
  sub: 6,
  mul: 7,
  div: 7,
  divby: 7,
  mod: 7,
  has: 9,
  in: 9,
}

/** Of `not` and `-`. */
export const unaryPower = 8

const operators = new Map(Object.keys(bindingPower).map((name) => [name, name as Operator]))

const word = /[\p{L}_][\p{L}\p{N}_]*/uy

/** The operator at the cursor, which stays before it. */
export function lookOperator(cursor: Cursor): { operator: Operator; length: number } | undefined {
  takeBlanks(cursor)
  const found = look(cursor, word)
  if (found === undefined) return undefined
  const operator = operators.get(found.toLowerCase())
  return operator === undefined ? undefined : { operator, length: found.length }
}

const meant: readonly (readonly [RegExp, string])[] = [
  [/(?<=^\s*filter\s*)=/iy, 'Leave out filter=: only what it asks for stands here.'],
  [/==?/y, 'Write eq for equality.'],
  [/!=|<>/y, 'Write ne for inequality.'],
  [/>=/y, 'Write ge.'],
  [/<=/y, 'Write le.'],
  [/>/y, 'Write gt.'],
  [/</y, 'Write lt.'],
  [/&\$?\w+=/y, 'Each option is given on its own, not inside of an expression.'],
  [/&&?/y, 'Write and.'],
  [/\|\|?/y, 'Write or.'],
  [/!/y, 'Write not (…) before the condition, or ne.'],
  [/\+/y, 'Write add.'],
  [/-/y, 'Write sub, with blanks around it.'],
  [/\*/y, 'Write mul.'],
  [/\//y, 'Write div; in a path no blank stands before the slash.'],
  [/%/y, 'Write mod.'],
  [/is\b/iy, 'Write eq null or ne null.'],
  [/like\b/iy, "Write contains(property,'text'), startswith or endswith."],
  [/between\b/iy, 'Write property ge 1 and property le 5.'],
  [/contains\b/iy, "Write contains(property,'text')."],
  [/starts ?with\b/iy, "Write startswith(property,'text')."],
  [/ends ?with\b/iy, "Write endswith(property,'text')."],
  [/not\s+in\b/iy, "Write not (property in ('a','b'))."],
  [/desc\w*\b/iy, 'In an order write desc.'],
  [/asc\w*\b/iy, 'In an order write asc.'],
  [/(?<=\b(?:asc|desc)\s+)\w/iy, 'A comma stands between the parts of an order.'],
  [/(?<=\d),(?=\d)/y, 'Decimals have a point, and nothing stands between thousands: 1234.5.'],
  [/;/y, 'Conditions are joined with and, values are separated by commas.'],
  [/\d\d:\d\d/y, 'A moment is written 2026-05-31T09:00:00Z.'],
  [
    /(?<=\b(?:and|or|eq|ne|gt|ge|lt|le|in)\s+)[\p{L}\p{N}_('$@]/iuy,
    'The operator before it is one too many.',
  ],
  [/\(/y, 'Write an operator before the bracket: eq, and, or …'],
]

/** What to write instead of something that is no operator. */
export function operatorHint(cursor: Cursor): string | undefined {
  for (const [pattern, hint] of meant) {
    if (look(cursor, pattern) !== undefined) return hint
  }
  const found = look(cursor, word)
  if (found === undefined || found.length > 8) return undefined
  const nearest = nearestName(found.toLowerCase(), operators.keys())
  return nearest === undefined ? undefined : `Did you mean ${nearest}?`
}

/** Names such as `age between`: what follows an operand is no operator. */
export function expectedOperator(cursor: Cursor, found: string, hint?: string): Error {
  const isNumber = /[0-9.]/.test(peek(cursor) ?? '')
  const message = isNumber
    ? `After the value an operator is expected, not ${found}.`
    : `An operator (eq, ne, gt, and, or …) or the end is expected, not ${found}.`
  return fail(cursor, 'InvalidSyntax', message, { hint: hint ?? operatorHint(cursor) })
}
