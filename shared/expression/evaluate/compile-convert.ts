import type { Bound, ConvertNode } from '../bind/bound.ts'
import { dynamicReaderOf } from '../values/read-value.ts'
import { compile } from './compile.ts'
import type { Evaluate, Layout, Test } from './frame.ts'

export function compileConvert(node: ConvertNode, layout: Layout): Evaluate {
  const read = dynamicReaderOf(node.type)
  const operand = compile(node.operand, layout)
  return (frame) => read(operand(frame))
}

/**
 * Whether there is a value that is none of the type that its place asks for. It counts as null, but
 * does not equal null. Undefined for what is never converted.
 */
export function compileMisfit(node: Bound, layout: Layout): Test | undefined {
  if (node.kind !== 'convert') return undefined
  const read = dynamicReaderOf(node.type)
  const operand = compile(node.operand, layout)
  return (frame) => {
    const raw = operand(frame)
    return raw !== null && read(raw) === null
  }
}
