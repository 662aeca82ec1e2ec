import { PatternProblem, type TestPoint } from './pattern-node.ts'

const isDigit: TestPoint = (point) => point >= 0x30 && point <= 0x39
export const isWord: TestPoint = (point) =>
  isDigit(point) ||
  (point >= 0x61 && point <= 0x7a) ||
  (point >= 0x41 && point <= 0x5a) ||
  point === 0x5f
const isSpace: TestPoint = (point) => /\s/.test(String.fromCodePoint(point))

export const not =
  (test: TestPoint): TestPoint =>
  (point) =>
    !test(point)

/** The dot: all but the ends of lines. */
export const isInLine: TestPoint = (point) =>
  point !== 0x0a && point !== 0x0d && point !== 0x2028 && point !== 0x2029

/** What `\d` and its like stand for. */
export const classEscapes: ReadonlyMap<string, TestPoint> = new Map([
  ['d', isDigit],
  ['D', not(isDigit)],
  ['w', isWord],
  ['W', not(isWord)],
  ['s', isSpace],
  ['S', not(isSpace)],
])

/** What `\n` and its like stand for. */
export const pointEscapes: ReadonlyMap<string, number> = new Map([
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['f', 0x0c],
  ['0', 0x00],
])

/** `\p{L}`: tested by the engine, which looks at one character only. */
export function propertySet(name: string, isNegated: boolean): TestPoint {
  try {
    const pattern = new RegExp(`^\\${isNegated ? 'P' : 'p'}{${name}}$`, 'u')
    return (point) => pattern.test(String.fromCodePoint(point))
  } catch {
    throw new PatternProblem(`There is no class \\p{${name}}.`)
  }
}
