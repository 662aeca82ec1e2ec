import { analyse } from '../expression/analyse/analyse.ts'
import { impliedValues } from '../expression/analyse/implied-values.ts'
import type { Bound } from '../expression/bind/bound.ts'
import {
  compileExpression,
  compileFilter,
  prepareCondition,
} from '../expression/compile-expression.ts'
import { printExpression } from '../expression/print/print-expression.ts'
import { isNumeric, primitive, typeText, type Type } from '../expression/types/edm-type.ts'
import type { Decimal } from '../expression/values/decimal.ts'
import { readDecimalValue, toDecimal } from '../expression/values/number-value.ts'
import { activityModel } from '../model/activity-model.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import type { Activity } from '../profiles/activity.ts'
import type { FunctionMeasure } from './measure-definition.ts'
import { badMeasure, inMember } from './measure-problem.ts'
import { splitCondition, type MovingRange } from './moving-range.ts'
import { keyOf, scalarOf, type Scalar } from './order-values.ts'
import { oneKey, type PartialResult } from './partial.ts'

/** A measure over activities, ready to look at them. */
export interface CompiledMeasure {
  readonly definition: FunctionMeasure
  /** The types of activities that matter; `undefined` for all. */
  readonly activityTypes: readonly string[] | undefined
  /** What its filter asks of times by the clock. */
  readonly range: MovingRange
  /** The same for measures that take the same of activities. */
  readonly partialKey: string
  /** What one activity comes to; `undefined` where it does not count. */
  partialOf(activity: Activity): PartialResult | undefined
  /** The type of the value. */
  readonly type: Type
  /**
   * `I`: any number of activities costs the same. `II`: it keeps each of up to so many different
   * keys, and is approximate beyond.
   */
  readonly class: 'I' | 'II'
}

const double = primitive('Edm.Double')
const int64 = primitive('Edm.Int64')

const vocabulary = { model: activityModel }
/** No part of a measure over activities depends on the clock, but for its window. */
const noClock = { now: 0 }

/** Checks and compiles a measure; throws `ValidationError` with the place of what is wrong. */
export function compileMeasure(definition: FunctionMeasure): CompiledMeasure {
  const { filter, dimensions = [], per } = definition
  const condition = filter === undefined ? undefined : compileCondition(filter)
  const read = compileReading(definition)
  const keys = [
    ...dimensions.map((text, index) => compileKey(text, `dimensions/${index}`)),
    ...(per === undefined ? [] : [compileKey(per, 'per')]),
  ]
  const grouped = (activity: Activity): PartialResult | undefined => {
    const partial = read.partialOf(activity)
    if (partial === undefined || keys.length === 0) return partial
    return keys.reduceRight<PartialResult | undefined>((inner, key) => {
      const found = inner && key.read(activity)
      return found && { kind: 'groups', groups: oneKey(found.key, { ...found, partial: inner }) }
    }, partial)
  }
  return {
    definition,
    activityTypes: condition?.types,
    range: condition?.range ?? { from: [], until: [] },
    partialKey: canonicalJson([condition?.text, read.text, keys.map(({ text }) => text)]),
    partialOf: (activity) =>
      condition?.matches(activity) === false ? undefined : grouped(activity),
    type: per === undefined ? read.type : reducedType(definition, read.type, keys.at(-1)?.type),
    class: keys.length > 0 || definition.function === 'countUnique' ? 'II' : 'I',
  }
}

interface Condition {
  readonly text: string
  readonly types: readonly string[] | undefined
  readonly range: MovingRange
  matches(activity: Activity): boolean
}

function compileCondition(source: string): Condition {
  return inMember('filter', () => {
    const { bound, node } = compileFilter(source, vocabulary)
    const { range, rest } = splitCondition(bound, 'ActivityTime')
    const values = rest && impliedValues(rest, { path: 'ActivityType', slot: 0 })
    const types = values && [...values].filter((value) => typeof value === 'string').sort()
    const matches = rest === undefined ? () => true : prepareCondition(rest)(noClock)
    return { text: printExpression(node), types, range, matches }
  })
}

function refuseClock(bound: Bound, member: string): void {
  if (!analyse(bound).readsClock) return
  const hint = 'Give the measure a window: { "last": 7, "unit": "day" }.'
  throw badMeasure(member, `What a measure is of does not depend on now(). ${hint}`)
}

/** A value of an activity. */
interface ActivityValue {
  readonly text: string
  readonly type: Type
  read(activity: Activity): Scalar | undefined
}

function compileValue(source: string, member: string): ActivityValue {
  return inMember(member, () => {
    const { bound, node, type, prepare } = compileExpression(source, vocabulary)
    refuseClock(bound, member)
    if (type.kind === 'complex' || type.kind === 'collection' || type.kind === 'null') {
      throw badMeasure(member, `A measure needs single values, and this is ${typeText(type)}.`)
    }
    const evaluate = prepare(noClock)
    return { text: printExpression(node), type, read: (activity) => scalarOf(evaluate(activity)) }
  })
}

/** A value that activities are told apart by. */
interface ActivityKey {
  readonly text: string
  readonly type: Type
  read(activity: Activity): { readonly key: string; readonly value: Scalar } | undefined
}

function compileKey(source: string, member: string): ActivityKey {
  const { text, type, read } = compileValue(source, member)
  return {
    ...{ text, type },
    read: (activity) => {
      const value = read(activity)
      return value === undefined ? undefined : { key: keyOf(value), value }
    },
  }
}

/** What a measure takes of each activity, before it is divided into groups. */
interface Reading {
  readonly text: string
  readonly type: Type
  partialOf(activity: Activity): PartialResult | undefined
}

function compileReading({ function: of, ...definition }: FunctionMeasure): Reading {
  if (of === 'count') {
    return { text: 'count', type: int64, partialOf: () => ({ kind: 'count', count: 1 }) }
  }
  const value = compileValue(definition.of ?? '', 'of')
  switch (of) {
    case 'countUnique':
      return uniqueReading(value)
    case 'sum':
    case 'average':
      return sumReading(value)
    case 'min':
    case 'max':
      return extremeReading(of === 'min' ? 'least' : 'greatest', value)
    case 'first':
      return pickReading('atLeast', value, activityTime)
    case 'last':
      return pickReading('atGreatest', value, activityTime)
    case 'argMin':
      return pickReading('atLeast', value, compileValue(definition.by ?? '', 'by'))
    case 'argMax':
      return pickReading('atGreatest', value, compileValue(definition.by ?? '', 'by'))
  }
}

const activityTime: ActivityValue = {
  text: 'ActivityTime',
  type: primitive('Edm.DateTimeOffset'),
  read: ({ time }) => time,
}

function uniqueReading({ text, read }: ActivityValue): Reading {
  return {
    ...{ text: `unique ${text}`, type: int64 },
    partialOf: (activity) => {
      const value = read(activity)
      if (value === undefined) return undefined
      return { kind: 'distinct', keys: oneKey(keyOf(value), value) }
    },
  }
}

function sumReading({ text, type, read }: ActivityValue): Reading {
  if (type.kind === 'primitive' && !isNumeric(type)) {
    throw badMeasure('of', `Only numbers add up, and this is ${typeText(type)}.`)
  }
  return {
    ...{ text: `sum ${text}`, type: double },
    partialOf: (activity) => {
      const sum = decimalOfScalar(read(activity))
      return sum && { kind: 'sum', count: 1, sum }
    },
  }
}

/** As the number was written: 0.1 is a tenth. */
function decimalOfScalar(value: Scalar | undefined): Decimal | undefined {
  if (typeof value === 'number') return readDecimalValue(value) ?? undefined
  if (typeof value === 'bigint') return toDecimal(value) ?? undefined
  return typeof value === 'object' && 'digits' in value ? value : undefined
}

function extremeReading(kind: 'least' | 'greatest', { text, type, read }: ActivityValue): Reading {
  return {
    ...{ text: `${kind} ${text}`, type },
    partialOf: (activity) => {
      const value = read(activity)
      return value === undefined ? undefined : { kind, value }
    },
  }
}

function pickReading(
  kind: 'atLeast' | 'atGreatest',
  value: ActivityValue,
  by: ActivityValue,
): Reading {
  return {
    ...{ text: `${value.text} ${kind} ${by.text}`, type: value.type },
    partialOf: (activity) => {
      const [picked, place] = [value.read(activity), by.read(activity)]
      if (picked === undefined || place === undefined) return undefined
      return { kind, by: place, activityId: activity.messageId, value: picked }
    },
  }
}

function reducedType({ reduce }: FunctionMeasure, inner: Type, per: Type | undefined): Type {
  switch (reduce) {
    case 'count':
      return int64
    case 'argMax':
      return per ?? inner
    case 'sum':
    case 'average':
      return double
    case 'max':
    case 'min':
    case undefined:
      return inner
  }
}
