import type { Argument, CaseNode, Node, ObjectNode, Segment } from '../parse/node.ts'
import { bindingPower, unaryPower } from '../parse/operators.ts'
import { printLiteral } from './print-literal.ts'
import { printSearch } from './print-search.ts'

/** The canonical text of an expression: read again, it is the same one. */
export function printExpression(node: Node): string {
  switch (node.kind) {
    case 'literal':
      return printLiteral(node.literal)
    case 'alias':
      return node.name
    case 'path':
      return node.segments.map(printSegment).join('/')
    case 'call':
      return `${node.name}${printArguments(node.arguments)}`
    case 'unary': {
      const operand = within(node.operand, unaryPower)
      if (node.operator === 'not') return `not ${operand}`
      // The sign would become a part of a number.
      return /^(?:\d|INF)/.test(operand) ? `-(${operand})` : `-${operand}`
    }
    case 'logical': {
      const power = bindingPower[node.operator] + 1
      return node.operands.map((operand) => within(operand, power)).join(` ${node.operator} `)
    }
    case 'binary': {
      const power = bindingPower[node.operator]
      return `${within(node.left, power)} ${node.operator} ${within(node.right, power + 1)}`
    }
    case 'list':
      return `(${node.items.map(printExpression).join(',')})`
    case 'array':
      return `[${node.items.map(printExpression).join(',')}]`
    case 'object':
      return printObject(node)
    case 'case':
      return printCase(node)
  }
}

function printObject({ members }: ObjectNode): string {
  const texts = members.map(
    ({ name, value }) => `${JSON.stringify(name)}:${printExpression(value)}`,
  )
  return `{${texts.join(',')}}`
}

/** With a blank behind the colon: `10:20` is a time of day. */
function printCase({ branches }: CaseNode): string {
  const texts = branches.map(
    ({ condition, value }) => `${printExpression(condition)}: ${printExpression(value)}`,
  )
  return `case(${texts.join(',')})`
}

/** In brackets where it binds less tight than its place asks for. */
function within(node: Node, power: number): string {
  const text = printExpression(node)
  return powerOf(node) < power ? `(${text})` : text
}

function powerOf(node: Node): number {
  if (node.kind === 'unary') return unaryPower
  return node.kind === 'logical' || node.kind === 'binary' ? bindingPower[node.operator] : Infinity
}

function printArguments(list: readonly Argument[]): string {
  const texts = list.map(({ name, value }) =>
    name === undefined ? printExpression(value) : `${name}=${printExpression(value)}`,
  )
  return `(${texts.join(',')})`
}

function printSegment(segment: Segment): string {
  switch (segment.kind) {
    case 'name':
    case 'annotation':
      return segment.name
    case 'call':
      return `${segment.name}${printArguments(segment.arguments)}`
    case 'filter':
      return `$filter(${printExpression(segment.filter)})`
    case 'any':
    case 'all': {
      const { kind, variable, body } = segment
      if (variable === undefined || body === undefined) return `${kind}()`
      return `${kind}(${variable}: ${printExpression(body)})`
    }
    case 'count': {
      const options = [
        ...(segment.filter === undefined ? [] : [`$filter=${printExpression(segment.filter)}`]),
        ...(segment.search === undefined ? [] : [`$search=${printSearch(segment.search)}`]),
      ]
      return options.length === 0 ? '$count' : `$count(${options.join(';')})`
    }
  }
}
