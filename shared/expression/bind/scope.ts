import type { Node } from '../parse/node.ts'
import type { Type } from '../types/edm-type.ts'
import { ExpressionError } from '../expression-error.ts'
import type { Vocabulary } from './bound.ts'

/** A name for an element: its place at run time, its type, and the path it is from. */
export interface Variable {
  readonly slot: number
  readonly type: Type
  readonly path: string
}

/** What names mean where an expression is bound. */
export interface Scope {
  readonly vocabulary: Vocabulary
  readonly root: Variable
  /** What names without a variable before them are properties of. */
  readonly implicit: Variable
  readonly variables: ReadonlyMap<string, Variable>
  readonly nextSlot: number
  readonly aliases: Aliases
  /** How deep the node is that is being bound. */
  readonly nesting: { depth: number }
}

/** The values of `@name`; uses count against a budget of nodes. */
export interface Aliases {
  readonly nodes: ReadonlyMap<string, Node>
  budget: number
}

export function rootScope(
  vocabulary: Vocabulary,
  nodes: ReadonlyMap<string, Node> = new Map(),
): Scope {
  const root: Variable = { slot: 0, type: vocabulary.model, path: '' }
  const aliases = { nodes, budget: 10_000 }
  return {
    vocabulary,
    root,
    implicit: root,
    variables: new Map(),
    nextSlot: 1,
    aliases,
    nesting: { depth: 0 },
  }
}

/** The scope inside an iteration, with a variable, or with the element as what names belong to. */
export function innerScope(
  scope: Scope,
  element: Pick<Variable, 'type' | 'path'>,
  name?: string,
): { readonly inner: Scope; readonly slot: number } {
  const variable = { ...element, slot: scope.nextSlot }
  const nextSlot = scope.nextSlot + 1
  const inner =
    name === undefined
      ? { ...scope, implicit: variable, nextSlot }
      : { ...scope, variables: new Map([...scope.variables, [name, variable]]), nextSlot }
  return { inner, slot: variable.slot }
}

export function mismatch(position: number, message: string, hint?: string): ExpressionError {
  return new ExpressionError({ code: 'TypeMismatch', message, position, hint })
}

export function unsupported(position: number, message: string, hint?: string): ExpressionError {
  return new ExpressionError({ code: 'UnsupportedFeature', message, position, hint })
}
