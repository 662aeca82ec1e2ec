import { PatternProblem, type PatternNode, type TestPoint } from './pattern-node.ts'

/** An instruction of the automaton; states are the places of instructions. */
export type Instruction =
  | { readonly kind: 'take'; readonly test: TestPoint }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'notWord' }
  | { readonly kind: 'fork'; to: readonly number[] }
  | { readonly kind: 'match' }

/** Thompson's construction; repetitions are written out, so the size is bounded. */
export function compilePattern(node: PatternNode, limit: number): readonly Instruction[] {
  const program: Instruction[] = []
  const emitter = { program, limit }
  emit(emitter, node)
  program.push({ kind: 'match' })
  return program
}

interface Emitter {
  readonly program: Instruction[]
  readonly limit: number
}

function add<T extends Instruction>({ program, limit }: Emitter, instruction: T): T {
  if (program.length >= limit) throw new PatternProblem('The pattern is too long.', true)
  program.push(instruction)
  return instruction
}

function fork(emitter: Emitter): { kind: 'fork'; to: readonly number[] } {
  return add(emitter, { kind: 'fork' as const, to: [] as readonly number[] })
}

function emit(emitter: Emitter, node: PatternNode): void {
  switch (node.kind) {
    case 'set':
      add(emitter, { kind: 'take', test: node.test })
      return
    case 'edge':
      add(emitter, { kind: 'edge', edge: node.edge })
      return
    case 'sequence':
      for (const item of node.items) emit(emitter, item)
      return
    case 'choice':
      emitChoice(emitter, node.items)
      return
    case 'repeat':
      emitRepeat(emitter, node)
  }
}

function emitChoice(emitter: Emitter, items: readonly PatternNode[]): void {
  const { program } = emitter
  const entry = fork(emitter)
  const ends = items.map((item) => {
    entry.to = [...entry.to, program.length]
    emit(emitter, item)
    return fork(emitter)
  })
  for (const end of ends) end.to = [program.length]
}

type RepeatNode = Extract<PatternNode, { kind: 'repeat' }>

function emitRepeat(emitter: Emitter, { item, least, most }: RepeatNode): void {
  const { program } = emitter
  const before = program.length
  for (let round = 0; round < least; round += 1) {
    emit(emitter, item)
    // Nothing, however often: `(){9999}`.
    if (program.length === before) return
  }
  if (most === Infinity) {
    const start = program.length
    const entry = fork(emitter)
    emit(emitter, item)
    fork(emitter).to = [start]
    entry.to = [start + 1, program.length]
    return
  }
  const skips = []
  for (let round = least; round < most; round += 1) {
    const skip = fork(emitter)
    skips.push({ skip, start: program.length })
    emit(emitter, item)
  }
  for (const { skip, start } of skips) skip.to = [start, program.length]
}
