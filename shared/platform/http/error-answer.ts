import * as z from 'zod'
import { errorCatalogue, errorDocs, type ErrorCode } from '../errors/error-catalogue.ts'

const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]
const code = z
  .enum(errorCodes)
  .meta({ id: 'ErrorCode', description: 'What is wrong, for programs.' })
const message = z.string().meta({ description: 'What is wrong and how to mend it, for people.' })
const target = z
  .string()
  .optional()
  .meta({ description: 'A JSON pointer into the body, or the name of a query option.' })
const innererror = z
  .object({
    position: z.int().nonnegative().meta({
      description: 'Where in the expression the problem is, in UTF-16 units from 0.',
    }),
  })
  .optional()
  .meta({ description: 'Only of errors in expressions.' })
const docs = z.url().meta({ description: 'Where this code is explained.' })

/** One of several problems with the same request. */
const errorDetailSchema = z.object({ code, message, target }).meta({ id: 'ErrorDetail' })

/** The body of every answer that is an error. */
export const errorAnswerSchema = z
  .object({
    error: z.object({
      code,
      message,
      target,
      details: z.array(errorDetailSchema).optional(),
      innererror,
      docs,
    }),
  })
  .meta({ id: 'Error' })

/** Makes the address under which this Passerby explains a code. */
export type DocsOf = (code: ErrorCode) => string

/** The explanations stand on the Passerby that was asked, so they fit its version. */
export function docsAt(origin: string): DocsOf {
  return (code) => `${origin}${errorDocs(code)}`
}
