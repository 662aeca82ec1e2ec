import type { ComplexType, Property, Type } from '../types/edm-type.ts'
import type { Value } from '../values/value.ts'

/** An expression whose names are known and whose types fit. */
export type Bound =
  | ConstantNode
  | ItemNode
  | PropertyNode
  | MemberNode
  | NotNode
  | LogicNode
  | CompareNode
  | ComputeNode
  | MembershipNode
  | FunctionNode
  | ConvertNode
  | IterationNode
  | CountNode
  | WhereNode
  | ChoiceNode
  | TupleNode

interface Typed {
  readonly type: Type
  readonly position: number
}

export interface ConstantNode extends Typed {
  readonly kind: 'constant'
  readonly value: Value
}

/** What a filter is asked about (slot 0), or the element that an iteration is at. */
export interface ItemNode extends Typed {
  readonly kind: 'item'
  readonly slot: number
  /** The collection that it is from; empty for what the filter is asked about. */
  readonly path: string
}

export interface PropertyNode extends Typed {
  readonly kind: 'property'
  readonly owner: Bound
  readonly property: Property
  readonly path: string
}

/** A member that an open complex may have. */
export interface MemberNode extends Typed {
  readonly kind: 'member'
  readonly owner: Bound
  readonly name: string
  readonly path: string
}

export interface NotNode extends Typed {
  readonly kind: 'not'
  readonly operand: Bound
}

export interface LogicNode extends Typed {
  readonly kind: 'logic'
  readonly operator: 'and' | 'or'
  readonly operands: readonly Bound[]
}

export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'

/** By what rule two values are compared. */
export type Comparison = 'number' | 'plain' | 'moment' | 'dynamic' | 'deep'

export interface CompareNode extends Typed {
  readonly kind: 'compare'
  readonly operator: CompareOperator
  readonly comparison: Comparison
  readonly left: Bound
  readonly right: Bound
}

/** Arithmetic, a cast: a function of values, null where one of them is null. */
export interface ComputeNode extends Typed {
  readonly kind: 'compute'
  readonly name: string
  readonly operands: readonly Bound[]
  readonly compute: (...values: never[]) => Value
  /** What it costs beyond a fixed amount. */
  readonly work?: (...values: never[]) => number
  /** The same for all rows of a run: it depends on the clock only. */
  readonly isInvariant: boolean
}

export interface MembershipNode extends Typed {
  readonly kind: 'membership'
  readonly left: Bound
  /** One comparison for each constant, or undefined where the right side is a collection. */
  readonly values: readonly Bound[] | undefined
  readonly collection: Bound | undefined
  readonly comparison: Comparison
}

/** A function of the deployment, such as `IsMemberOfSegment`, or `now()`. */
export interface FunctionNode extends Typed {
  readonly kind: 'function'
  readonly name: string
  readonly operands: readonly Bound[]
  readonly evaluate: (values: readonly Value[], scope: FunctionScope) => Value
  /** The answer is the same for all rows of a run. */
  readonly isInvariant: boolean
}

export interface FunctionScope {
  /** What the filter is asked about. */
  readonly item: unknown
  /** Milliseconds since 1970. */
  readonly now: number
}

/** A value of an open complex, made one of the type that its place asks for. */
export interface ConvertNode extends Typed {
  readonly kind: 'convert'
  readonly operand: Bound
}

export interface IterationNode extends Typed {
  readonly kind: 'any' | 'all'
  readonly source: Bound
  readonly slot: number
  /** Absent: is there anything? */
  readonly body: Bound | undefined
}

export interface CountNode extends Typed {
  readonly kind: 'count'
  readonly source: Bound
}

/** A collection of which only those elements are taken that meet a condition. */
export interface WhereNode extends Typed {
  readonly kind: 'where'
  readonly source: Bound
  readonly slot: number
  readonly body: Bound
  readonly path: string
}

export interface ChoiceNode extends Typed {
  readonly kind: 'choice'
  readonly branches: readonly { readonly condition: Bound; readonly value: Bound }[]
}

/** `[…]`, or `{…}` where there are names. */
export interface TupleNode extends Typed {
  readonly kind: 'tuple'
  readonly items: readonly Bound[]
  readonly names: readonly string[] | undefined
}

/** What an expression may name. */
export interface Vocabulary {
  /** The type of what is asked about. */
  readonly model: ComplexType
  readonly functions?: ReadonlyMap<string, DeclaredFunction>
}

/** A function of the deployment, by its name in lower case in the vocabulary. */
export interface DeclaredFunction {
  readonly name: string
  readonly parameters: readonly Type[]
  readonly returns: Type
  evaluate(values: readonly Value[], scope: FunctionScope): Value
  /** Where given, each argument is a literal text out of these; the code says what is unknown. */
  readonly known?: readonly string[]
  /** Whether arguments name segments that the expression then depends on. */
  readonly readsSegments?: boolean
}

/** The children of a node, in order. */
export function childrenOf(node: Bound): readonly Bound[] {
  switch (node.kind) {
    case 'constant':
    case 'item':
      return []
    case 'property':
    case 'member':
      return [node.owner]
    case 'not':
    case 'convert':
      return [node.operand]
    case 'logic':
    case 'compute':
    case 'function':
      return node.operands
    case 'compare':
      return [node.left, node.right]
    case 'membership':
      return [node.left, ...(node.values ?? []), ...(node.collection ? [node.collection] : [])]
    case 'any':
    case 'all':
      return node.body === undefined ? [node.source] : [node.source, node.body]
    case 'count':
      return [node.source]
    case 'where':
      return [node.source, node.body]
    case 'choice':
      return node.branches.flatMap(({ condition, value }) => [condition, value])
    case 'tuple':
      return node.items
  }
}

/** How many nodes it has, itself counted. */
export function sizeOf(node: Bound): number {
  return childrenOf(node).reduce((sum, child) => sum + sizeOf(child), 1)
}
