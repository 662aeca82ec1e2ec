import type { Node, SearchNode } from '../parse/node.ts'

/** The options that also stand inside `$expand` and `$select`. */
export interface QueryParts {
  readonly filter?: Node
  readonly orderby?: readonly OrderItem[]
  readonly select?: readonly SelectItem[]
  readonly expand?: readonly ExpandItem[]
  readonly search?: SearchNode
  readonly compute?: readonly ComputeItem[]
  readonly top?: number
  readonly skip?: number
  readonly count?: boolean
  readonly levels?: number | 'max'
  /** The values of `@name`. */
  readonly aliases?: ReadonlyMap<string, Node>
}

/** What a query string asks for. */
export interface Query extends QueryParts {
  readonly index?: number
  readonly format?: string
  readonly skiptoken?: string
  readonly deltatoken?: string
  readonly schemaversion?: string
  /** Options that are not OData's, by name. */
  readonly custom: ReadonlyMap<string, string>
}

export interface OrderItem {
  readonly node: Node
  readonly direction: 'asc' | 'desc'
}

export interface ComputeItem {
  readonly node: Node
  readonly name: string
}

interface PathItem {
  /** Properties, types, annotations; `*` for all, `Model.*` for all of a namespace. */
  readonly path: readonly string[]
  readonly options: QueryParts
  readonly position: number
}

export interface SelectItem extends PathItem {
  /** The parameters that tell overloaded functions apart. */
  readonly signature?: readonly string[]
}

export interface ExpandItem extends PathItem {
  readonly suffix?: '$ref' | '$count'
}
