import type { Bound, CountNode, IterationNode, WhereNode } from '../bind/bound.ts'
import { compile } from './compile.ts'
import type { Evaluate, Frame, Layout } from './frame.ts'

/** The elements of a collection; one that is null has none. */
function compileSource(source: Bound, layout: Layout): (frame: Frame) => readonly unknown[] {
  const read = compile(source, layout)
  return (frame) => {
    const items = read(frame)
    return Array.isArray(items) ? (items as readonly unknown[]) : []
  }
}

/** An element for which a condition is unknown does not meet it. */
export function compileIteration(node: IterationNode, layout: Layout): Evaluate {
  const { kind, slot, body } = node
  const source = compileSource(node.source, layout)
  if (body === undefined) return (frame) => source(frame).length > 0
  const condition = compile(body, layout)
  const isAny = kind === 'any'
  return (frame) => {
    for (const item of source(frame)) {
      frame.items[slot] = item
      if ((condition(frame) === true) === isAny) return isAny
    }
    return !isAny
  }
}

export function compileCount({ source }: CountNode, layout: Layout): Evaluate {
  if (source.kind !== 'where') {
    const items = compileSource(source, layout)
    return (frame) => items(frame).length
  }
  const items = compileSource(source.source, layout)
  const condition = compile(source.body, layout)
  const { slot } = source
  return (frame) => {
    let count = 0
    for (const item of items(frame)) {
      frame.items[slot] = item
      if (condition(frame) === true) count += 1
    }
    return count
  }
}

export function compileWhere({ source, slot, body }: WhereNode, layout: Layout): Evaluate {
  const items = compileSource(source, layout)
  const condition = compile(body, layout)
  return (frame) =>
    items(frame).filter((item) => {
      frame.items[slot] = item
      return condition(frame) === true
    })
}
