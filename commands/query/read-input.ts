import { readFile } from 'node:fs/promises'
import * as z from 'zod'

/** A file that cannot be used, with what is wrong. */
export class QueryInputError extends Error {}

const rowsSchema = z.array(z.record(z.string(), z.unknown()))
const typesSchema = z.record(z.string(), z.string())
const queriesSchema = z.array(
  z.object({ filter: z.string().optional(), orderby: z.string().optional() }),
)

export type Row = Readonly<Record<string, unknown>>
export type OneQuery = z.output<typeof queriesSchema>[number]

export function readRows(file: string): Promise<Row[]> {
  return read(file, rowsSchema, 'an array of objects')
}

export function readTypes(file: string): Promise<Record<string, string>> {
  return read(file, typesSchema, 'an object of type names')
}

export function readQueries(file: string): Promise<OneQuery[]> {
  return read(file, queriesSchema, 'an array of { "filter", "orderby" }')
}

async function read<T>(file: string, schema: z.ZodType<T>, shape: string): Promise<T> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const isJson = error instanceof SyntaxError
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new QueryInputError(`${file} ${isJson ? 'is no JSON' : `cannot be read (${reason})`}`)
  }
  const result = schema.safeParse(content)
  if (result.success) return result.data
  throw new QueryInputError(`${file} must hold ${shape}`)
}
