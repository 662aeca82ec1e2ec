import * as z from 'zod'
import { parseIsoTime } from '../clock/iso-time.ts'
import { ValidationError } from '../errors/errors.ts'

/** Reads query options with a schema; the first problem is named with the option. */
export function parseQuery<T extends z.ZodType>(
  schema: T,
  query: ReadonlyMap<string, string>,
): z.output<T> {
  const result = schema.safeParse(Object.fromEntries(query))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const target = String(issue?.path[0] ?? '')
  throw new ValidationError({
    code: 'InvalidOption',
    message: `Query option \`${target}\`: ${issue?.message ?? 'not valid'}.`,
    target,
  })
}

/** A time as ISO 8601 text, to milliseconds. */
export const timeOption = (description: string) =>
  z
    .string()
    .transform((text, ctx) => {
      const time = parseIsoTime(text)
      if (time !== undefined) return time
      ctx.addIssue({ code: 'custom', message: 'must be an ISO 8601 time' })
      return z.NEVER
    })
    .meta({ override: { type: 'string', format: 'date-time', description } })

/** How many rows to answer, from 1 to 1,000. */
export const topOption = (fallback: number) =>
  z
    .string()
    .refine((text) => /^(?:[1-9]\d{0,2}|1000)$/.test(text), 'must be a whole number from 1 to 1000')
    .transform(Number)
    .default(fallback)
    .meta({
      override: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: fallback,
        description: 'How many to answer, the newest first.',
      },
    })

/** A switch that is off unless it is `true`. */
export const flagOption = (description: string) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ override: { type: 'boolean', default: false, description } })
