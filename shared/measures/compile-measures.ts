import { analyse } from '../expression/analyse/analyse.ts'
import { compileExpression } from '../expression/compile-expression.ts'
import {
  isNumeric,
  primitive,
  typeText,
  type ComplexType,
  type Type,
} from '../expression/types/edm-type.ts'
import { toDouble, type NumberValue } from '../expression/values/number-value.ts'
import { valueJson } from '../expression/values/value-json.ts'
import type { Value } from '../expression/values/value.ts'
import { compileMeasure, type CompiledMeasure } from './compile-measure.ts'
import type { ExpressionMeasure, MeasureDefinition } from './measure-definition.ts'
import { inOrder } from './measure-order.ts'
import { badMeasure, inMember } from './measure-problem.ts'

/** All measures of a workspace, ready to be evaluated. */
export interface MeasureSet {
  /** Those over activities. */
  readonly measures: readonly CompiledMeasure[]
  /** Those over other measures, each behind what it reads. */
  readonly derived: readonly DerivedMeasure[]
}

export interface DerivedMeasure {
  readonly definition: ExpressionMeasure
  readonly type: Type
  /** From the values of the measures that it reads. */
  compute(values: ReadonlyMap<string, Value>): Value
}

const double = primitive('Edm.Double')
const noClock = { now: 0 }

/** Checks and compiles measures together; throws `ValidationError` for the first that is wrong. */
export function compileMeasures(definitions: readonly MeasureDefinition[]): MeasureSet {
  const measures = definitions.flatMap((definition) =>
    'expression' in definition ? [] : [compileMeasure(definition)],
  )
  const types = new Map(measures.map(({ definition, type }) => [definition.name, type]))
  const kinds = new Map(definitions.map(({ name, kind }) => [name, kind]))
  const expressions = definitions.filter((definition) => 'expression' in definition)
  const derived = inOrder(expressions).map((definition) => {
    const measure = compileDerived(definition, { types, kinds })
    types.set(definition.name, measure.type)
    return measure
  })
  return { measures, derived }
}

interface Known {
  readonly types: ReadonlyMap<string, Type>
  readonly kinds: ReadonlyMap<string, MeasureDefinition['kind']>
}

function compileDerived(definition: ExpressionMeasure, { types, kinds }: Known): DerivedMeasure {
  const model = modelOf(types)
  return inMember('expression', () => {
    const { bound, type, prepare } = compileExpression(definition.expression, { model })
    const { paths, readsClock } = analyse(bound)
    if (readsClock) throw badMeasure('expression', 'A measure over measures does not read now().')
    const other = paths.find((path) => kinds.get(path) !== definition.kind)
    if (other !== undefined) {
      const hint = 'Measures of customers and of the business do not mix.'
      throw badMeasure('expression', `'${other}' is no ${definition.kind} measure. ${hint}`)
    }
    if (type.kind !== 'primitive' && type.kind !== 'dynamic') {
      throw badMeasure('expression', `A measure has one value, and this is ${typeText(type)}.`)
    }
    const evaluate = prepare(noClock)
    if (!isNumeric(type)) return { definition, type, compute: evaluate }
    return { definition, type: double, compute: (values) => doubleOf(evaluate(values)) }
  })
}

/** Measures as properties of what an expression over them is asked about. */
function modelOf(types: ReadonlyMap<string, Type>): ComplexType {
  const properties = [...types].map(([name, type]) => {
    const read = (values: unknown): unknown =>
      readMeasure((values as Values).get(name) ?? null, type)
    return [name, { name, type: isNumeric(type) ? double : type, read }] as const
  })
  return {
    kind: 'complex',
    name: 'Customer_Measure',
    properties: new Map(properties),
    isOpen: false,
  }
}

type Values = ReadonlyMap<string, Value>

/** As it would be stored; arithmetic of measures is in Double, whatever they count. */
function readMeasure(value: Value, type: Type): unknown {
  if (value === null) return null
  return isNumeric(type) ? toDouble(value as NumberValue) : valueJson(value, type)
}

/** A division by zero is null. */
function doubleOf(value: Value): number | null {
  const double = value === null ? NaN : toDouble(value as NumberValue)
  return Number.isFinite(double) ? double : null
}
