import type { ErrorCode } from '../../platform/errors/error-catalogue.ts'
import { ExpressionError } from '../expression-error.ts'
import { defaultLimits, type Limits } from '../limits.ts'

/** Where the parser stands in a text, and what it has used up. */
export interface Cursor {
  readonly text: string
  readonly limits: Limits
  /** The query option that is read. */
  readonly target: string | undefined
  /** Where semicolons stand that are part of a word, not the end of an option. */
  readonly softSemicolons: ReadonlySet<number>
  at: number
  /** Attempts to read something, and the characters they looked at: a measure of the work done. */
  steps: number
  nodes: number
  depth: number
  /** How deep `$expand` is nested here. */
  expandDepth: number
}

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const none: ReadonlySet<number> = new Set()

export function createCursor(
  text: string,
  limits: Limits = defaultLimits,
  { target, softSemicolons = none }: Partial<Pick<Cursor, 'target' | 'softSemicolons'>> = {},
): Cursor {
  const used = { at: 0, steps: 0, nodes: 0, depth: 0, expandDepth: 0 }
  const cursor = { text, limits, target, softSemicolons, ...used }
  if (text.length > limits.bytes || Buffer.byteLength(text) > limits.bytes) {
    throw fail(cursor, 'ExpressionTooLong', `An expression has at most ${limits.bytes} bytes.`)
  }
  const control = controls.exec(text)
  if (control !== null) {
    cursor.at = control.index
    throw fail(cursor, 'InvalidSyntax', 'There is a control character here.')
  }
  return cursor
}

export interface Place {
  readonly at?: number
  readonly hint?: string | undefined
}

/** An error at the cursor, or at another place. */
export function fail(
  cursor: Cursor,
  code: ErrorCode,
  message: string,
  { at = cursor.at, hint }: Place = {},
): ExpressionError {
  return new ExpressionError({ code, message, position: at, hint, target: cursor.target })
}

/** Reads what a sticky pattern matches here. */
export function take(cursor: Cursor, pattern: RegExp): string | undefined {
  const found = look(cursor, pattern)
  if (found !== undefined) cursor.at += found.length
  return found
}

/** What a sticky pattern matches here; the cursor stays. */
export function look(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0]
  cursor.steps += 1 + (found?.length ?? 0)
  return found
}

export function takeSign(cursor: Cursor, sign: string): boolean {
  cursor.steps += 1
  if (cursor.text[cursor.at] !== sign) return false
  cursor.at += 1
  return true
}

export function peek(cursor: Cursor): string | undefined {
  cursor.steps += 1
  return cursor.text[cursor.at]
}

/** Passes over blanks; answers whether there were any. */
export function takeBlanks(cursor: Cursor): boolean {
  const start = cursor.at
  while (isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at += 1
  cursor.steps += 1 + cursor.at - start
  return cursor.at > start
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d
}

/** Counts a node. */
export function count(cursor: Cursor): void {
  cursor.nodes += 1
  const { nodes } = cursor.limits
  if (cursor.nodes > nodes) {
    throw fail(cursor, 'ExpressionTooComplex', `An expression has at most ${nodes} parts.`)
  }
}

/** Reads something that is one level deeper. */
export function deeper<T>(cursor: Cursor, read: () => T): T {
  cursor.depth += 1
  const { depth } = cursor.limits
  if (cursor.depth > depth) {
    throw fail(cursor, 'ExpressionTooDeep', `An expression is nested at most ${depth} deep.`)
  }
  const result = read()
  cursor.depth -= 1
  return result
}

/** Reads a closing bracket; says where the open one stands if there is none. */
export function close(cursor: Cursor, sign: string, opened: number): void {
  takeBlanks(cursor)
  if (takeSign(cursor, sign)) return
  const found = describe(cursor)
  const message = `The bracket at ${opened} needs a '${sign}' before ${found}.`
  const isSemicolon = cursor.text[cursor.at] === ';'
  const hint = isSemicolon ? 'Values are separated by commas.' : hintHere(cursor)
  throw fail(cursor, 'InvalidSyntax', message, { hint })
}

/** What stands at the cursor, for a message. */
export function describe({ text, at }: Cursor): string {
  if (at >= text.length) return 'the end'
  const word = /[\p{L}\p{N}_$@]{1,20}/uy
  word.lastIndex = at
  return `'${word.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0)}'`
}

const oddBlank = /[\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/
const typographic = /[‘’‚‛“”„‟′″´`«»‹›]/u

/** What people mean by a character that means nothing here. */
export function hintHere({ text, at }: Cursor): string | undefined {
  const sign = text[at] ?? ''
  if (typographic.test(sign)) return `This quote is typographic; write '.`
  if (oddBlank.test(sign)) return 'This is no plain blank, however it looks; type it anew.'
  if (sign === '"') return `Texts stand in single quotes: 'text'.`
  if (sign === "'" || /[\p{L}\p{N}]/u.test(sign)) {
    return text[at - 1] === "'" ? `An apostrophe in a text is doubled: 'O''Brien'.` : undefined
  }
  return undefined
}
