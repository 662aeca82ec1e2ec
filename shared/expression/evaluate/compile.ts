import type { Bound, ComputeNode, FunctionNode } from '../bind/bound.ts'
import { dynamicReaderOf, readerOf } from '../values/read-value.ts'
import type { Value } from '../values/value.ts'
import { compileCompare } from './compile-compare.ts'
import { compileCount, compileIteration, compileWhere } from './compile-iteration.ts'
import { compileAnd, compileNot, compileOr } from './compile-logic.ts'
import { compileMembership } from './compile-membership.ts'
import { compileMember, compileProperty } from './compile-property.ts'
import type { Evaluate, Layout } from './frame.ts'

/** Makes a function of a bound expression; nothing is looked up any more when it runs. */
export function compile(node: Bound, layout: Layout): Evaluate {
  switch (node.kind) {
    case 'constant': {
      const { value } = node
      return () => value
    }
    case 'item': {
      const { slot } = node
      const read = readerOf(node.type)
      return (frame) => read(frame.items[slot])
    }
    case 'property':
      return compileProperty(node, layout)
    case 'member':
      return compileMember(node, layout)
    case 'not':
      return compileNot(compile(node.operand, layout))
    case 'logic': {
      const operands = node.operands.map((operand) => compile(operand, layout))
      return node.operator === 'and' ? compileAnd(operands) : compileOr(operands)
    }
    case 'compare':
      return compileCompare(node, layout)
    case 'membership':
      return compileMembership(node, layout)
    case 'compute':
      return kept(node, compileCompute(node, layout), layout)
    case 'function':
      return kept(node, compileFunction(node, layout), layout)
    case 'convert': {
      const read = dynamicReaderOf(node.type)
      const operand = compile(node.operand, layout)
      return (frame) => read(operand(frame))
    }
    case 'any':
    case 'all':
      return compileIteration(node, layout)
    case 'count':
      return compileCount(node, layout)
    case 'where':
      return compileWhere(node, layout)
    case 'choice': {
      const branches = node.branches.map(({ condition, value }) => ({
        condition: compile(condition, layout),
        value: compile(value, layout),
      }))
      return (frame) =>
        branches.find(({ condition }) => condition(frame) === true)?.value(frame) ?? null
    }
    case 'tuple': {
      const items = node.items.map((item) => compile(item, layout))
      const { names } = node
      if (names === undefined) return (frame) => items.map((item) => item(frame))
      return (frame) =>
        Object.fromEntries(items.map((item, index) => [names[index] ?? '', item(frame)]))
    }
  }
}

/** Computes what only depends on the clock once in a run. */
function kept(
  { isInvariant }: ComputeNode | FunctionNode,
  evaluate: Evaluate,
  layout: Layout,
): Evaluate {
  if (!isInvariant) return evaluate
  const place = layout.kept
  layout.kept += 1
  return (frame) => {
    const known = frame.kept[place]
    if (known !== undefined) return known
    const value = evaluate(frame)
    frame.kept[place] = value
    return value
  }
}

function compileCompute({ operands, compute }: ComputeNode, layout: Layout): Evaluate {
  const [first, second, ...more] = operands.map((operand) => compile(operand, layout))
  const call = compute as unknown as (...values: Value[]) => Value
  if (first === undefined) return () => call()
  if (second === undefined) {
    return (frame) => {
      const value = first(frame)
      return value === null ? null : call(value)
    }
  }
  if (more.length === 0) {
    return (frame) => {
      const left = first(frame)
      if (left === null) return null
      const right = second(frame)
      return right === null ? null : call(left, right)
    }
  }
  const all = [first, second, ...more]
  return (frame) => {
    const values = all.map((operand) => operand(frame))
    return values.includes(null) ? null : call(...values)
  }
}

function compileFunction({ operands, evaluate }: FunctionNode, layout: Layout): Evaluate {
  const all = operands.map((operand) => compile(operand, layout))
  return (frame) =>
    evaluate(
      all.map((operand) => operand(frame)),
      { item: frame.items[0], now: frame.now },
    )
}
