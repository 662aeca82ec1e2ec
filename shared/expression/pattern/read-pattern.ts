import { PatternProblem, type PatternNode } from './pattern-node.ts'
import {
  createPatternReader,
  here,
  takeEscape,
  takePoint,
  type PatternReader,
} from './pattern-reader.ts'
import { takeSet } from './read-set.ts'
import { isInLine } from './sets.ts'

const deepest = 64

/**
 * Reads a regular expression as ECMAScript writes them, by code points and without flags. Throws
 * `PatternProblem` for what cannot be matched in linear time: back references, look-around.
 */
export function readPattern(pattern: string): PatternNode {
  const reader = createPatternReader(pattern)
  const node = takeChoice(reader)
  if (here(reader) === undefined) return node
  throw new PatternProblem('A ) closes nothing.')
}

function takeChoice(reader: PatternReader): PatternNode {
  reader.depth += 1
  if (reader.depth > deepest) throw new PatternProblem('The pattern is nested too deep.', true)
  const items = [takeSequence(reader)]
  while (takePoint(reader, '|')) items.push(takeSequence(reader))
  reader.depth -= 1
  return items.length === 1 ? (items[0] as PatternNode) : { kind: 'choice', items }
}

function takeSequence(reader: PatternReader): PatternNode {
  const items: PatternNode[] = []
  for (;;) {
    const sign = here(reader)
    if (sign === undefined || sign === '|' || sign === ')') return { kind: 'sequence', items }
    items.push(takeRepeated(reader, takeAtom(reader)))
  }
}

function takeAtom(reader: PatternReader): PatternNode {
  const sign = here(reader) ?? ''
  reader.at += 1
  if (sign === '^') return { kind: 'edge', edge: 'start' }
  if (sign === '$') return { kind: 'edge', edge: 'end' }
  if (sign === '(') return takeGroup(reader)
  if (sign === '[') return { kind: 'set', test: takeSet(reader) }
  if (sign === '.') return { kind: 'set', test: isInLine }
  if ('*+?'.includes(sign)) throw new PatternProblem(`Nothing stands before the ${sign}.`)
  if (sign !== '\\') return literal(sign.codePointAt(0) ?? 0)
  if (takePoint(reader, 'b')) return { kind: 'edge', edge: 'word' }
  if (takePoint(reader, 'B')) return { kind: 'edge', edge: 'notWord' }
  const escaped = takeEscape(reader)
  return typeof escaped === 'number' ? literal(escaped) : { kind: 'set', test: escaped }
}

function literal(point: number): PatternNode {
  return { kind: 'set', test: (other) => other === point }
}

function takeGroup(reader: PatternReader): PatternNode {
  if (takePoint(reader, '?') && !takePoint(reader, ':')) takeGroupName(reader)
  const node = takeChoice(reader)
  if (takePoint(reader, ')')) return node
  throw new PatternProblem('A group needs a ) at its end.')
}

function takeGroupName(reader: PatternReader): void {
  const end = reader.points.indexOf('>', reader.at)
  const name = reader.points.slice(reader.at, end === -1 ? reader.at : end).join('')
  if (!/^<[A-Za-z_]\w*$/.test(name)) throw new PatternProblem('Look-around is not offered.')
  reader.at = end + 1
}

const simple: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['*', [0, Infinity]],
  ['+', [1, Infinity]],
  ['?', [0, 1]],
])

function takeRepeated(reader: PatternReader, item: PatternNode): PatternNode {
  const bounds = takeBounds(reader)
  if (bounds === undefined) return item
  // Lazy or greedy makes no difference to whether there is a match.
  takePoint(reader, '?')
  const [least, most] = bounds
  if (most < least) throw new PatternProblem('In {m,n} m is not greater than n.')
  if (takeBounds(reader) !== undefined) throw new PatternProblem('Two quantifiers in a row.')
  return { kind: 'repeat', item, least, most }
}

function takeBounds(reader: PatternReader): readonly [number, number] | undefined {
  const known = simple.get(here(reader) ?? '')
  if (known !== undefined) {
    reader.at += 1
    return known
  }
  if (here(reader) !== '{') return undefined
  const match = /^\{(\d{1,5})(,(\d{0,5}))?\}/.exec(
    reader.points.slice(reader.at, reader.at + 14).join(''),
  )
  if (match === null) return undefined
  reader.at += match[0].length
  const [, least, comma, most = ''] = match
  if (comma === undefined) return [Number(least), Number(least)]
  return [Number(least), most === '' ? Infinity : Number(most)]
}
