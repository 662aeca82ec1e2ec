import { ExpressionError } from '../expression-error.ts'
import { defaultLimits } from '../limits.ts'
import type {
  AliasNode,
  BinaryNode,
  CaseNode,
  LogicalNode,
  Node,
  UnaryNode,
} from '../parse/node.ts'
import {
  dynamic,
  isNumeric,
  isPrimitive,
  primitive,
  typeText,
  type Type,
} from '../types/edm-type.ts'
import { bindArithmetic, bindNegation } from './bind-arithmetic.ts'
import { bindCall } from './bind-call.ts'
import { toType } from './bind-cast.ts'
import { bindCompare } from './bind-compare.ts'
import { bindLiteral } from './bind-literal.ts'
import { bindMembership } from './bind-membership.ts'
import { bindPath } from './bind-path.ts'
import { sizeOf, type Bound } from './bound.ts'
import { convertTo } from './convert.ts'
import { mismatch, unsupported, type Scope } from './scope.ts'
import { structured } from './structured.ts'

const boolean = primitive('Edm.Boolean')
const double = primitive('Edm.Double')

/** Gives every name its meaning and checks every type. Throws `ExpressionError`. */
export function bind(node: Node, scope: Scope): Bound {
  const { nesting } = scope
  nesting.depth += 1
  if (nesting.depth > defaultLimits.chain) throw tooDeep(node)
  const bound = bindNode(node, scope)
  nesting.depth -= 1
  return bound
}

/** The text bounds how deep brackets are nested; operators in a row nest without any. */
function tooDeep({ position }: Node): ExpressionError {
  const message = `At most ${defaultLimits.chain} operators may build on each other.`
  return new ExpressionError({ code: 'ExpressionTooDeep', message, position })
}

function bindNode(node: Node, scope: Scope): Bound {
  switch (node.kind) {
    case 'literal':
      return bindLiteral(node)
    case 'path':
      return bindPath(node, scope)
    case 'call':
      return bindCall(node, scope)
    case 'unary':
      return bindUnary(node, scope)
    case 'logical':
      return bindLogical(node, scope)
    case 'binary':
      return bindBinary(node, scope)
    case 'case':
      return bindCase(node, scope)
    case 'alias':
      return bindAlias(node, scope)
    case 'list':
      throw mismatch(node.position, 'A list stands only to the right of in.')
    case 'array':
      return tuple(node.position, { nodes: node.items }, scope)
    case 'object': {
      const values = node.members.map(({ value }) => value)
      const names = node.members.map(({ name }) => name)
      return tuple(node.position, { nodes: values, names }, scope)
    }
  }
}

/** Binds a condition: what is true, false or unknown. */
export function bindCondition(node: Node, scope: Scope, where = 'A filter'): Bound {
  const bound = bind(node, scope)
  const { type, position } = bound
  if (type.kind === 'dynamic') return convertTo(bound, boolean)
  if (type.kind === 'null' || isPrimitive(type, 'Edm.Boolean')) return bound
  const text = typeText(type)
  throw mismatch(
    position,
    `${where} takes what is true or false, not ${text}.`,
    conditionHint(node, type),
  )
}

function conditionHint(node: Node, type: Type): string | undefined {
  if (type.kind === 'collection') return 'Ask for its elements: any(a: …), or $count gt 0.'
  return node.kind === 'path' || node.kind === 'call' ? 'Compare it with something.' : undefined
}

function bindUnary(node: UnaryNode, scope: Scope): Bound {
  if (node.operator === '-') return bindNegation(node, bind(node.operand, scope))
  const operand = bind(node.operand, scope)
  const { type } = operand
  const isBoolean = type.kind === 'null' || isPrimitive(type, 'Edm.Boolean')
  if (!isBoolean && type.kind !== 'dynamic') {
    const message = `not takes what is true or false, not ${typeText(type)}.`
    throw mismatch(node.position, message, 'not binds tighter than eq: write not (a eq 1).')
  }
  return {
    kind: 'not',
    operand: convertTo(operand, boolean),
    type: boolean,
    position: node.position,
  }
}

function bindLogical({ operator, operands, position }: LogicalNode, scope: Scope): Bound {
  const bound = operands.map((operand) => bindCondition(operand, scope, operator))
  return { kind: 'logic', operator, operands: bound, type: boolean, position }
}

function bindBinary(node: BinaryNode, scope: Scope): Bound {
  const { operator, position } = node
  const left = bind(node.left, scope)
  if (operator === 'in') return bindMembership(node, left, scope)
  const right = bind(node.right, scope)
  switch (operator) {
    case 'has':
      throw unsupported(position, 'has needs an enumeration, and there is none.', 'Write eq or in.')
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'divby':
    case 'mod':
      return bindArithmetic({ operator, left, right, position })
    case 'eq':
    case 'ne':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return bindCompare({ operator, left, right, position })
  }
}

function bindCase({ branches, position }: CaseNode, scope: Scope): Bound {
  const bound = branches.map(({ condition, value }) => ({
    condition: bindCondition(condition, scope, 'case'),
    value: bind(value, scope),
  }))
  const types = bound.map(({ value }) => value.type).filter(({ kind }) => kind !== 'null')
  const [first = { kind: 'null' as const }] = types
  const isSame = types.every((type) => typeText(type) === typeText(first))
  if (isSame) return { kind: 'choice', branches: bound, type: first, position }
  if (types.every(isNumeric)) {
    const asDouble = bound.map(({ condition, value }) => ({
      condition,
      value: toType(value, double),
    }))
    return { kind: 'choice', branches: asDouble, type: double, position }
  }
  const found = types.map(typeText).join(', ')
  throw mismatch(position, `The values of case are of one type, not of ${found}.`)
}

function bindAlias({ name, position }: AliasNode, scope: Scope): Bound {
  const { aliases } = scope
  const node = aliases.nodes.get(name)
  if (node === undefined) {
    throw new ExpressionError({
      code: 'UnknownAlias',
      message: `The query has no ${name}.`,
      position,
    })
  }
  // It means the same inside and outside of iterations, and takes no other aliases: no circles. It is
  // bound anew at each place, as its iterations must not use the slots of those around it.
  const outer = { ...scope, implicit: scope.root, variables: new Map(), aliases: noAliases }
  const bound = bind(node, outer)
  aliases.budget -= sizeOf(bound)
  if (aliases.budget < 0) {
    const message = 'The parameters make the expression too large.'
    throw new ExpressionError({ code: 'ExpressionTooComplex', message, position })
  }
  return { ...bound, position }
}

const noAliases = { nodes: new Map<string, Node>(), budget: 0 }

function tuple(
  position: number,
  { nodes, names }: { readonly nodes: readonly Node[]; readonly names?: readonly string[] },
  scope: Scope,
): Bound {
  const items = nodes.map((node) => structured(bind(node, scope)))
  const [first] = items
  const isSame = items.every(({ type }) => typeText(type) === typeText(first?.type ?? dynamic))
  const of = isSame && first !== undefined ? first.type : dynamic
  const type: Type = names === undefined ? { kind: 'collection', of } : dynamic
  return { kind: 'tuple', items, names, type, position }
}
