import {
  sizeOf,
  type Bound,
  type CountNode,
  type IterationNode,
  type WhereNode,
} from '../bind/bound.ts'
import { compile } from './compile.ts'
import type { Evaluate, Frame, Layout } from './frame.ts'
import { spend } from './spend.ts'

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
  const { kind, slot, body, position } = node
  const source = compileSource(node.source, layout)
  if (body === undefined) return (frame) => source(frame).length > 0
  const condition = compile(body, layout)
  const isAny = kind === 'any'
  const cost = sizeOf(body)
  return (frame) => {
    let visited = 0
    let isDecided = false
    for (const item of source(frame)) {
      visited += 1
      frame.items[slot] = item
      isDecided = (condition(frame) === true) === isAny
      if (isDecided) break
    }
    spend(frame, visited * cost, position)
    return isDecided === isAny
  }
}

export function compileCount({ source }: CountNode, layout: Layout): Evaluate {
  if (source.kind !== 'where') {
    const items = compileSource(source, layout)
    return (frame) => items(frame).length
  }
  const { slot, position } = source
  const items = compileSource(source.source, layout)
  const condition = compile(source.body, layout)
  const cost = sizeOf(source.body)
  return (frame) => {
    let count = 0
    const list = items(frame)
    for (const item of list) {
      frame.items[slot] = item
      if (condition(frame) === true) count += 1
    }
    spend(frame, list.length * cost, position)
    return count
  }
}

export function compileWhere(node: WhereNode, layout: Layout): Evaluate {
  const { slot, position } = node
  const items = compileSource(node.source, layout)
  const condition = compile(node.body, layout)
  const cost = sizeOf(node.body)
  return (frame) => {
    const list = items(frame)
    const found = list.filter((item) => {
      frame.items[slot] = item
      return condition(frame) === true
    })
    spend(frame, list.length * cost, position)
    return found
  }
}
