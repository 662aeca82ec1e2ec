import * as z from 'zod'
import { definitionName } from '../platform/ids/definition-name.ts'
import { measureWindowSchema } from './measure-window.ts'

/** What a measure does with the values of its activities. */
export const measureFunctions = [
  'count',
  'countUnique',
  'sum',
  'average',
  'min',
  'max',
  'first',
  'last',
  'argMax',
  'argMin',
] as const

export type MeasureFunction = (typeof measureFunctions)[number]

/** How the values of groups become one. */
export const reduceFunctions = ['max', 'min', 'sum', 'average', 'count', 'argMax'] as const

export type ReduceFunction = (typeof reduceFunctions)[number]

const expressionText = z.string().min(1).max(8192)

const common = {
  name: definitionName,
  displayName: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  kind: z.enum(['customer', 'business']).default('customer'),
  /** Whether browsers may see it. */
  public: z.boolean().default(false),
}

/** A measure over activities. */
const functionMeasureSchema = z
  .strictObject({
    ...common,
    function: z.enum(measureFunctions),
    /** A property of an activity, or an expression of one. */
    of: expressionText.optional(),
    /** At whose greatest or least value `of` is taken. */
    by: expressionText.optional(),
    filter: expressionText.optional(),
    window: measureWindowSchema.optional(),
    /** What a business measure is divided by. */
    dimensions: z.array(expressionText).max(5).optional(),
    per: expressionText.optional(),
    reduce: z.enum(reduceFunctions).optional(),
  })
  .check(({ value, issues }) => {
    const say = (path: string, message: string): void => {
      issues.push({ code: 'custom', input: value, path: [path], message })
    }
    const { function: of, kind } = value
    const needsOf = of !== 'count'
    const needsBy = of === 'argMax' || of === 'argMin'
    if (needsOf && value.of === undefined) say('of', `is missing: what ${of} is of`)
    if (!needsOf && value.of !== undefined) say('of', 'has no meaning for count; use filter')
    if (needsBy && value.by === undefined) say('by', `is missing: what ${of} goes by`)
    if (!needsBy && value.by !== undefined) say('by', 'has a meaning for argMax and argMin only')
    if ((value.per === undefined) !== (value.reduce === undefined)) {
      say(value.per === undefined ? 'per' : 'reduce', 'is missing: per and reduce belong together')
    }
    if (value.dimensions !== undefined && kind !== 'business') {
      say('dimensions', 'belong to business measures; of a customer use per and reduce')
    }
  })

/** A measure computed from other measures. */
const expressionMeasureSchema = z.strictObject({ ...common, expression: expressionText })

export const measureDefinitionSchema = z.union([functionMeasureSchema, expressionMeasureSchema])

export type FunctionMeasure = z.output<typeof functionMeasureSchema>
export type ExpressionMeasure = z.output<typeof expressionMeasureSchema>
export type MeasureDefinition = FunctionMeasure | ExpressionMeasure
