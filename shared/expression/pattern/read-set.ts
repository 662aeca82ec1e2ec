import { PatternProblem, type TestPoint } from './pattern-node.ts'
import { here, takeEscape, takePoint, type PatternReader } from './pattern-reader.ts'
import { not } from './sets.ts'

/** Reads the rest of `[a-z\d]` or `[^…]`. */
export function takeSet(reader: PatternReader): TestPoint {
  const isNegated = takePoint(reader, '^')
  const ranges: (readonly [number, number])[] = []
  const sets: TestPoint[] = []
  while (!takePoint(reader, ']')) {
    const first = takeMember(reader)
    if (typeof first !== 'number') {
      if (isRange(reader)) throw new PatternProblem('A range begins with a character.')
      sets.push(first)
    } else ranges.push([first, takeRangeEnd(reader, first)])
  }
  const test: TestPoint = (point) =>
    ranges.some(([least, most]) => point >= least && point <= most) ||
    sets.some((set) => set(point))
  return isNegated ? not(test) : test
}

function takeMember(reader: PatternReader): number | TestPoint {
  const sign = here(reader)
  if (sign === undefined) throw new PatternProblem('A class needs a ] at its end.')
  reader.at += 1
  if (sign !== '\\') return sign.codePointAt(0) ?? 0
  if (takePoint(reader, 'b')) return 0x08
  return takeEscape(reader)
}

/** The end of a range, or the beginning itself where there is none. */
function takeRangeEnd(reader: PatternReader, first: number): number {
  if (!isRange(reader)) return first
  reader.at += 1
  const last = takeMember(reader)
  if (typeof last !== 'number' || last < first) {
    throw new PatternProblem('A range goes from a smaller character to a greater one.')
  }
  return last
}

function isRange(reader: PatternReader): boolean {
  return here(reader) === '-' && (reader.points[reader.at + 1] ?? ']') !== ']'
}
