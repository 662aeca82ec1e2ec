import { ExpressionError } from '../expression-error.ts'
import type { CallNode } from '../parse/node.ts'
import { typeText } from '../types/edm-type.ts'
import { nearestName } from '../types/nearest-name.ts'
import { bind } from './bind.ts'
import { comparable } from './bind-compare.ts'
import { constant } from './bind-literal.ts'
import type { Bound, DeclaredFunction } from './bound.ts'
import { mismatch, type Scope } from './scope.ts'

/** Binds a call of a function that the deployment adds to the language. */
export function bindDeclared(node: CallNode, declared: DeclaredFunction, scope: Scope): Bound {
  const { position } = node
  const { name, parameters, returns, known } = declared
  const values = node.arguments.map(({ value }) => bind(value, scope))
  const operands = values.map((value, index) => {
    const type = parameters[index]
    const pair = type && comparable(value, constant(null, type, position), false)
    const isFit = type !== undefined && typeText(pair?.left.type ?? value.type) === typeText(type)
    if (pair === undefined || !isFit) throw misfit(declared, value)
    return pair.left
  })
  if (operands.length !== parameters.length) throw misfit(declared, { position })
  if (known !== undefined) operands.forEach((operand) => checkKnown(name, known, operand))
  return {
    kind: 'function',
    name,
    operands,
    evaluate: (list, inner) => declared.evaluate(list, inner),
    isInvariant: false,
    type: returns,
    position,
  }
}

function misfit(
  { name, parameters }: DeclaredFunction,
  { position }: Pick<Bound, 'position'>,
): Error {
  return mismatch(position, `${name} takes (${parameters.map(typeText).join(', ')}).`)
}

function checkKnown(name: string, known: readonly string[], operand: Bound): void {
  const { position } = operand
  if (operand.kind !== 'constant' || typeof operand.value !== 'string') {
    throw mismatch(position, `${name} takes a name in quotes.`)
  }
  if (known.includes(operand.value)) return
  const nearest = nearestName(operand.value, known)
  const hint = nearest === undefined ? undefined : `Did you mean '${nearest}'?`
  const message = `${name} does not know this name.`
  throw new ExpressionError({ code: 'UnknownSegment', message, position, hint })
}
