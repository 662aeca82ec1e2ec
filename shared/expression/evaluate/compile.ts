import type {
  Bound,
  ChoiceNode,
  ComputeNode,
  ConstantNode,
  FunctionNode,
  ItemNode,
  LogicNode,
  TupleNode,
} from '../bind/bound.ts'
import { readerOf } from '../values/read-value.ts'
import type { Value } from '../values/value.ts'
import { compileCompare } from './compile-compare.ts'
import { compileConvert } from './compile-convert.ts'
import { compileCount, compileIteration, compileWhere } from './compile-iteration.ts'
import { compileAnd, compileNot, compileOr } from './compile-logic.ts'
import { compileMembership } from './compile-membership.ts'
import { compileMember, compileProperty } from './compile-property.ts'
import type { Evaluate, Layout } from './frame.ts'
import { spend } from './spend.ts'

/** Makes a function of a bound expression; nothing is looked up any more when it runs. */
export function compile(node: Bound, layout: Layout): Evaluate {
  switch (node.kind) {
    case 'constant':
      return compileConstant(node)
    case 'item':
      return compileItem(node)
    case 'property':
      return compileProperty(node, layout)
    case 'member':
      return compileMember(node, layout)
    case 'not':
      return compileNot(compile(node.operand, layout))
    case 'logic':
      return compileLogic(node, layout)
    case 'compare':
      return compileCompare(node, layout)
    case 'membership':
      return compileMembership(node, layout)
    case 'compute':
      return kept(node, compileCompute(node, layout), layout)
    case 'function':
      return kept(node, compileFunction(node, layout), layout)
    case 'convert':
      return compileConvert(node, layout)
    case 'any':
    case 'all':
      return compileIteration(node, layout)
    case 'count':
      return compileCount(node, layout)
    case 'where':
      return compileWhere(node, layout)
    case 'choice':
      return compileChoice(node, layout)
    case 'tuple':
      return compileTuple(node, layout)
  }
}

function compileConstant({ value }: ConstantNode): Evaluate {
  return () => value
}

function compileItem({ slot, type }: ItemNode): Evaluate {
  const read = readerOf(type)
  return (frame) => read(frame.items[slot])
}

function compileLogic({ operator, operands }: LogicNode, layout: Layout): Evaluate {
  const all = operands.map((operand) => compile(operand, layout))
  return operator === 'and' ? compileAnd(all) : compileOr(all)
}

function compileChoice(node: ChoiceNode, layout: Layout): Evaluate {
  const branches = node.branches.map(({ condition, value }) => ({
    condition: compile(condition, layout),
    value: compile(value, layout),
  }))
  return (frame) =>
    branches.find(({ condition }) => condition(frame) === true)?.value(frame) ?? null
}

function compileTuple({ items, names }: TupleNode, layout: Layout): Evaluate {
  const all = items.map((item) => compile(item, layout))
  if (names === undefined) return (frame) => all.map((item) => item(frame))
  return (frame) => Object.fromEntries(all.map((item, index) => [names[index] ?? '', item(frame)]))
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

function compileCompute(
  { operands, compute, work, position }: ComputeNode,
  layout: Layout,
): Evaluate {
  const [first, second, ...more] = operands.map((operand) => compile(operand, layout))
  const call = compute as unknown as (...values: Value[]) => Value
  if (first === undefined) return () => call()
  if (second === undefined) {
    return (frame) => {
      const value = first(frame)
      return value === null ? null : call(value)
    }
  }
  if (more.length === 0 && work === undefined) {
    return (frame) => {
      const left = first(frame)
      if (left === null) return null
      const right = second(frame)
      return right === null ? null : call(left, right)
    }
  }
  const all = [first, second, ...more]
  const workOf = (work ?? nothing) as unknown as (...values: Value[]) => number
  return (frame) => {
    const values = all.map((operand) => operand(frame))
    if (values.includes(null)) return null
    spend(frame, workOf(...values), position)
    return call(...values)
  }
}

const nothing = (): number => 0

function compileFunction({ operands, evaluate }: FunctionNode, layout: Layout): Evaluate {
  const all = operands.map((operand) => compile(operand, layout))
  return (frame) =>
    evaluate(
      all.map((operand) => operand(frame)),
      { item: frame.items[0], now: frame.now },
    )
}
