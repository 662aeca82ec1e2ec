import type { Instruction } from './compile-pattern.ts'
import { isWord } from './sets.ts'

/**
 * Whether a pattern is found anywhere in a text. All states are followed at once (Thompson's
 * simulation), each at most once a character: the time is the product of both lengths at most.
 */
export function runPattern(program: readonly Instruction[], text: string): boolean {
  const points = Array.from(text, (point) => point.codePointAt(0) ?? 0)
  const seen = new Int32Array(program.length).fill(-1)
  let states: number[] = []
  for (let at = 0; at <= points.length; at += 1) {
    const reached: number[] = []
    const run = { program, points, at, seen, reached }
    for (const state of states) if (follow(run, state)) return true
    if (follow(run, 0)) return true
    if (at === points.length) return false
    states = step(program, reached, points[at] ?? 0)
  }
  return false
}

interface Run {
  readonly program: readonly Instruction[]
  readonly points: readonly number[]
  readonly at: number
  /** At which place each state was reached last. */
  readonly seen: Int32Array
  /** States that wait for a character. */
  readonly reached: number[]
}

/** Goes on from a state without a character; true when the pattern is found. */
function follow(run: Run, from: number): boolean {
  const { program, at, seen, reached } = run
  const open = [from]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen[state] === at) continue
    seen[state] = at
    const instruction = program[state]
    if (instruction?.kind === 'match') return true
    if (instruction?.kind === 'take') reached.push(state)
    else if (instruction?.kind === 'fork') open.push(...instruction.to)
    else if (instruction?.kind === 'edge' && isEdge(run, instruction.edge)) open.push(state + 1)
  }
  return false
}

function step(program: readonly Instruction[], states: readonly number[], point: number): number[] {
  return states
    .filter((state) => {
      const instruction = program[state]
      return instruction?.kind === 'take' && instruction.test(point)
    })
    .map((state) => state + 1)
}

function isEdge({ points, at }: Run, edge: 'start' | 'end' | 'word' | 'notWord'): boolean {
  if (edge === 'start') return at === 0
  if (edge === 'end') return at === points.length
  const isBorder = isWord(points[at - 1] ?? 0) !== isWord(points[at] ?? 0)
  return isBorder === (edge === 'word')
}
