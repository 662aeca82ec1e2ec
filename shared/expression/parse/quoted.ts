import { fail, peek, take, type Cursor } from './cursor.ts'

const single = /'[^']*(?:''[^']*)*'/y
const double = /"[^"\\]*(?:\\.[^"\\]*)*"/y

/** Reads `'O''Brien'`; what it means. */
export function takeQuoted(cursor: Cursor): string | undefined {
  if (peek(cursor) !== "'") return undefined
  const found = take(cursor, single)
  if (found !== undefined) return found.slice(1, -1).replaceAll("''", "'")
  throw fail(cursor, 'InvalidSyntax', 'The text that begins here has no closing quote.', {
    hint: `Put a ' at its end; an apostrophe in a text is doubled: 'O''Brien'.`,
  })
}

/** Reads a text of JSON, which stands only in JSON. */
export function takeJsonString(cursor: Cursor): string | undefined {
  if (peek(cursor) !== '"') return undefined
  const start = cursor.at
  const found = take(cursor, double)
  try {
    if (found !== undefined) return JSON.parse(found) as string
  } catch {
    // An escape that JSON does not know.
  }
  throw fail(cursor, 'InvalidLiteral', 'This is no text of JSON.', { at: start })
}
