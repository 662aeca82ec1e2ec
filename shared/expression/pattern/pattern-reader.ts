import { PatternProblem, type TestPoint } from './pattern-node.ts'
import { classEscapes, pointEscapes, propertySet } from './sets.ts'

/** Where the reading of a pattern stands; a pattern is read by code points. */
export interface PatternReader {
  readonly points: readonly string[]
  at: number
  depth: number
}

export function createPatternReader(pattern: string): PatternReader {
  return { points: Array.from(pattern), at: 0, depth: 0 }
}

export function here({ points, at }: PatternReader): string | undefined {
  return points[at]
}

export function takePoint(reader: PatternReader, wanted: string): boolean {
  if (here(reader) !== wanted) return false
  reader.at += 1
  return true
}

/** What stands behind a backslash: a code point, or a set of them. */
export function takeEscape(reader: PatternReader): number | TestPoint {
  const sign = here(reader)
  if (sign === undefined) throw new PatternProblem('A backslash ends the pattern.')
  reader.at += 1
  const set = classEscapes.get(sign)
  if (set !== undefined) return set
  const point = pointEscapes.get(sign)
  if (point !== undefined) return point
  if (sign === 'p' || sign === 'P') return propertySet(takeBraced(reader), sign === 'P')
  if (sign === 'u' || sign === 'x') return takeHex(reader, sign === 'u' ? 4 : 2)
  if (/[1-9k]/.test(sign)) throw new PatternProblem('Back references are not offered.')
  if (/[A-Za-z]/.test(sign)) throw new PatternProblem(`There is no escape \\${sign}.`)
  return sign.codePointAt(0) ?? 0
}

function takeBraced(reader: PatternReader): string {
  const end = reader.points.indexOf('}', reader.at)
  if (here(reader) !== '{' || end === -1) throw new PatternProblem('Braces are expected: \\p{L}.')
  const name = reader.points.slice(reader.at + 1, end).join('')
  if (!/^[A-Za-z_=]{1,40}$/.test(name)) throw new PatternProblem('There is no such class.')
  reader.at = end + 1
  return name
}

function takeHex(reader: PatternReader, length: number): number {
  const isBraced = length === 4 && here(reader) === '{'
  const end = isBraced ? reader.points.indexOf('}', reader.at) : reader.at + length
  const digits = reader.points.slice(reader.at + (isBraced ? 1 : 0), end).join('')
  const point = /^[0-9a-f]{1,6}$/i.test(digits) ? parseInt(digits, 16) : Infinity
  if (point > 0x10ffff || (!isBraced && digits.length !== length)) {
    throw new PatternProblem('Hexadecimal digits are expected.')
  }
  reader.at = isBraced ? end + 1 : end
  return point
}
