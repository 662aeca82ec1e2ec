import { ExpressionError } from '../expression-error.ts'
import { defaultLimits } from '../limits.ts'
import { collectionFunctions } from '../functions/collection-functions.ts'
import { parameterText, type Overload, type Parameter } from '../functions/builtin.ts'
import { mathFunctions } from '../functions/math-functions.ts'
import { textFunctions } from '../functions/text-functions.ts'
import { timeFunctions } from '../functions/time-functions.ts'
import { functionName } from '../parse/function-names.ts'
import type { CallNode } from '../parse/node.ts'
import {
  isInteger,
  isNumeric,
  isPrimitive,
  primitive,
  typeText,
  type Type,
} from '../types/edm-type.ts'
import { nearestName } from '../types/nearest-name.ts'
import { dateTimeOffsetOf } from '../values/date-time-offset.ts'
import { bind } from './bind.ts'
import { bindCast } from './bind-cast.ts'
import { bindDeclared } from './bind-declared.ts'
import type { Bound } from './bound.ts'
import { createMatcher } from '../pattern/matches-pattern.ts'
import { computed, type Computation } from './compute.ts'
import { convertTo, literalFor } from './convert.ts'
import { functionHint } from './name-hints.ts'
import { mismatch, unsupported, type Scope } from './scope.ts'
import { structured } from './structured.ts'

const tables = [textFunctions, collectionFunctions, timeFunctions, mathFunctions]
const names = new Set(tables.flatMap((table) => Object.keys(table)))
const overloads = new Map(
  [...names].map((name) => [name, tables.flatMap((table) => table[name] ?? [])]),
)
const spelled = [...names].map(functionName)
const special = ['now', 'cast', 'isof', 'case']

export function bindCall(node: CallNode, scope: Scope): Bound {
  const name = node.name.toLowerCase()
  if (name === 'cast' || name === 'isof') return bindCast(node, scope)
  if (name === 'now') return bindNow(node)
  const candidates = overloads.get(name)
  if (candidates !== undefined) return bindBuiltin(node, candidates, scope)
  const declared = scope.vocabulary.functions?.get(name)
  if (declared !== undefined) return bindDeclared(node, declared, scope)
  throw unknownFunction(node, scope)
}

function unknownFunction({ name, position }: CallNode, { vocabulary }: Scope): Error {
  if (name.toLowerCase().startsWith('geo.')) {
    return unsupported(position, 'There are no functions of places and shapes.')
  }
  const declared = [...(vocabulary.functions?.values() ?? [])].map((one) => one.name)
  const nearest = nearestName(name, [...spelled, ...special, ...declared])
  const hint =
    functionHint(name) ?? (nearest === undefined ? undefined : `Did you mean ${nearest}?`)
  const message = `There is no function ${name}.`
  return new ExpressionError({ code: 'UnknownFunction', message, position, hint })
}

function bindNow({ position, arguments: list }: CallNode): Bound {
  if (list.length > 0) throw mismatch(position, 'now() takes no values.')
  return {
    kind: 'function',
    name: 'now',
    operands: [],
    evaluate: (_, { now }) => dateTimeOffsetOf(now),
    isInvariant: true,
    type: primitive('Edm.DateTimeOffset'),
    position,
  }
}

function bindBuiltin(node: CallNode, candidates: readonly Overload[], scope: Scope): Bound {
  const { position } = node
  const name = node.name.toLowerCase()
  const values = node.arguments.map(({ value }) => bind(value, scope))
  const fitting = candidates.find(
    ({ parameters }) =>
      parameters.length === values.length &&
      parameters.every((parameter, index) => fits(values[index]?.type, parameter)),
  )
  if (fitting === undefined) throw misfit(node, candidates, values)
  const { parameters, returns, compute } = fitting
  const operands = values.map((value, index) => asParameter(value, parameters[index] ?? 'any'))
  const first = operands[0]?.type ?? primitive('Edm.Double')
  const type = returns === 'first' ? first : primitive(returns)
  if (name === 'matchespattern') return bindPattern({ operands, type, position, compute })
  return computed({ name, operands, type, position, compute })
}

/** A pattern that is written in the expression is made ready once. */
function bindPattern(call: Omit<Computation, 'name'>): Bound {
  const name = 'matchespattern'
  const [, pattern] = call.operands
  if (pattern?.kind !== 'constant' || pattern.value === null) {
    return computed({ ...call, name, work: greatestWork })
  }
  const { matches, size } = createMatcher(pattern.value as string, pattern.position)
  const work = (text: string): number => text.length * size
  return computed({ ...call, name, work, compute: (text: string) => matches(text) })
}

/** Only counted repetitions make more of a pattern than three instructions for each character. */
function greatestWork(text: string, pattern: string): number {
  const size = pattern.includes('{') ? defaultLimits.pattern : 3 * pattern.length + 1
  return text.length * size
}

function misfit(
  { name, position }: CallNode,
  candidates: readonly Overload[],
  values: readonly Bound[],
): Error {
  const shapes = candidates.map(({ parameters }) => `(${parameters.map(parameterText).join(', ')})`)
  const given = `(${values.map(({ type }) => typeText(type)).join(', ')})`
  const message = `${name} takes ${shapes.join(' or ')}, not ${given}.`
  const wrong = values.find(
    ({ type }, index) =>
      !candidates.some(({ parameters }) => fits(type, parameters[index] ?? 'any')),
  )
  return mismatch(wrong?.position ?? position, message)
}

function fits(type: Type | undefined, parameter: Parameter): boolean {
  if (type === undefined) return false
  if (type.kind === 'null' || type.kind === 'dynamic' || parameter === 'any') return true
  if (parameter === 'number') return isNumeric(type)
  if (parameter === 'integer') return isInteger(type)
  if (parameter === 'collection') return type.kind === 'collection'
  return isPrimitive(type, parameter)
}

function asParameter(value: Bound, parameter: Parameter): Bound {
  if (parameter === 'any') return value
  if (parameter === 'collection') {
    return structured(convertTo(value, { kind: 'collection', of: { kind: 'dynamic' } }))
  }
  const name =
    parameter === 'number' ? 'Edm.Double' : parameter === 'integer' ? 'Edm.Int64' : parameter
  return literalFor(convertTo(value, primitive(name)), value.type)
}
