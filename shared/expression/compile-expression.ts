import { bind, bindCondition } from './bind/bind.ts'
import type { Bound, Vocabulary } from './bind/bound.ts'
import { rootScope } from './bind/scope.ts'
import { compile } from './evaluate/compile.ts'
import type { Frame } from './evaluate/frame.ts'
import { defaultLimits, type Limits } from './limits.ts'
import type { Node } from './parse/node.ts'
import { parseExpression } from './parse/parse-expression.ts'
import type { Type } from './types/edm-type.ts'
import type { Value } from './values/value.ts'

export interface ExpressionSettings extends Vocabulary {
  readonly limits?: Limits
  /** The values of `@name`. */
  readonly aliases?: ReadonlyMap<string, Node>
}

/** What the answer depends on besides the row. */
export interface Circumstances {
  /** The moment that `now()` is, in milliseconds since 1970. */
  readonly now: number
}

/** An expression that is ready to be evaluated. */
export interface Expression {
  readonly node: Node
  readonly bound: Bound
  readonly type: Type
  /**
   * Makes a function of one row; many rows share what only depends on the circumstances. It throws
   * `ExpressionError` where one row costs too much.
   */
  prepare(circumstances: Circumstances): (row: unknown) => Value
}

/** A condition; null is unknown and does not count as true. */
export interface Filter extends Pick<Expression, 'node' | 'bound'> {
  prepare(circumstances: Circumstances): (row: unknown) => boolean
}

/** Parses, checks and compiles an expression of any type. Throws `ExpressionError`. */
export function compileExpression(source: string | Node, settings: ExpressionSettings): Expression {
  const node = parsed(source, settings)
  const bound = bind(node, rootScope(settings, settings.aliases))
  return { node, bound, type: bound.type, prepare: preparer(bound, settings.limits) }
}

/** Parses, checks and compiles a condition. Throws `ExpressionError`. */
export function compileFilter(source: string | Node, settings: ExpressionSettings): Filter {
  const node = parsed(source, settings)
  const bound = bindCondition(node, rootScope(settings, settings.aliases))
  return { node, bound, prepare: prepareCondition(bound, settings.limits) }
}

/** Compiles a condition that was bound, or made of parts of one that was. */
export function prepareCondition(bound: Bound, limits?: Limits): Filter['prepare'] {
  const prepareValue = preparer(bound, limits)
  return (circumstances) => {
    const evaluate = prepareValue(circumstances)
    return (row) => evaluate(row) === true
  }
}

function parsed(source: string | Node, { limits = defaultLimits }: ExpressionSettings): Node {
  return typeof source === 'string' ? parseExpression(source, limits) : source
}

function preparer(bound: Bound, limits = defaultLimits): Expression['prepare'] {
  const evaluate = compile(bound, { kept: 0 })
  return ({ now }) => {
    const frame: Frame = { items: [], now, kept: [], work: limits.work }
    return (row) => {
      frame.items[0] = row
      frame.work = limits.work
      return evaluate(frame)
    }
  }
}
