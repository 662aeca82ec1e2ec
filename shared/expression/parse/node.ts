import type { LiteralValue } from '../values/literal.ts'

/** What the parser makes of an expression: no names are known yet, no types checked. */
export type Node =
  | LiteralNode
  | PathNode
  | CallNode
  | UnaryNode
  | LogicalNode
  | BinaryNode
  | ListNode
  | ArrayNode
  | ObjectNode
  | CaseNode
  | AliasNode

interface Positioned {
  /** Where it begins, in UTF-16 units from 0; of an operation, the operator. */
  readonly position: number
}

export interface LiteralNode extends Positioned {
  readonly kind: 'literal'
  readonly literal: LiteralValue
}

/** `address/city`, `$it`, `UnifiedActivity/any(a: …)`: one segment after the other. */
export interface PathNode extends Positioned {
  readonly kind: 'path'
  readonly segments: readonly Segment[]
}

export type Segment =
  NameSegment | CallSegment | CountSegment | FilterSegment | QuantifierSegment | AnnotationSegment

/** A property, a variable, `$it`, `$this`, `$root`, or a type (`Model.Address`). */
export interface NameSegment extends Positioned {
  readonly kind: 'name'
  readonly name: string
}

/** A function bound to what stands before it, or a key: `Items(1)`. */
export interface CallSegment extends Positioned {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Argument[]
}

export interface CountSegment extends Positioned {
  readonly kind: 'count'
  readonly filter?: Node
  readonly search?: SearchNode
}

export interface FilterSegment extends Positioned {
  readonly kind: 'filter'
  readonly filter: Node
}

export interface QuantifierSegment extends Positioned {
  readonly kind: 'any' | 'all'
  /** Both or none: `any()` asks whether there is anything. */
  readonly variable?: string
  readonly body?: Node
}

export interface AnnotationSegment extends Positioned {
  readonly kind: 'annotation'
  readonly name: string
}

export interface CallNode extends Positioned {
  readonly kind: 'call'
  /** In the usual spelling; functions do not depend on case. */
  readonly name: string
  readonly arguments: readonly Argument[]
}

export interface Argument {
  /** Functions of a service take named ones, those of OData none. */
  readonly name?: string
  readonly value: Node
}

export interface UnaryNode extends Positioned {
  readonly kind: 'unary'
  readonly operator: 'not' | '-'
  readonly operand: Node
}

/** `a and b and c` is one node: long chains stay flat. */
export interface LogicalNode extends Positioned {
  readonly kind: 'logical'
  readonly operator: 'and' | 'or'
  readonly operands: readonly Node[]
}

export type BinaryOperator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'divby'
  | 'mod'
  | 'in'
  | 'has'

export interface BinaryNode extends Positioned {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Node
  readonly right: Node
}

/** The right side of `in`: literals in round brackets. */
export interface ListNode extends Positioned {
  readonly kind: 'list'
  readonly items: readonly LiteralNode[]
}

export interface ArrayNode extends Positioned {
  readonly kind: 'array'
  readonly items: readonly Node[]
}

export interface ObjectNode extends Positioned {
  readonly kind: 'object'
  readonly members: readonly { readonly name: string; readonly value: Node }[]
}

export interface CaseNode extends Positioned {
  readonly kind: 'case'
  readonly branches: readonly { readonly condition: Node; readonly value: Node }[]
}

/** `@name`, whose value the query gives. */
export interface AliasNode extends Positioned {
  readonly kind: 'alias'
  readonly name: string
}

/** What `$search` asks for. */
export type SearchNode =
  | {
      readonly kind: 'term'
      readonly text: string
      readonly isPhrase: boolean
      readonly position: number
    }
  | { readonly kind: 'not'; readonly operand: SearchNode; readonly position: number }
  | {
      readonly kind: 'and' | 'or'
      readonly operands: readonly SearchNode[]
      readonly position: number
    }
