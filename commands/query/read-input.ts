import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { nearestName } from '../../shared/expression/types/nearest-name.ts'
import { plainText } from '../terminal/plain-text.ts'

/** A file that cannot be used, with what is wrong. */
export class QueryInputError extends Error {}

const rowsSchema = z.array(z.record(z.string(), z.unknown()))
const typesSchema = z.record(z.string(), z.string())
const querySchema = z.looseObject({
  filter: z.string().optional(),
  orderby: z.string().optional(),
})
const queriesSchema = z.array(querySchema)

export type Row = Readonly<Record<string, unknown>>
export interface OneQuery {
  readonly filter?: string | undefined
  readonly orderby?: string | undefined
}

export function readRows(file: string): Promise<Row[]> {
  return read(file, rowsSchema, 'an array of objects: [{ "age": 34 }, …]')
}

export function readTypes(file: string): Promise<Record<string, string>> {
  return read(file, typesSchema, 'an object of type names: { "age": "Edm.Int32" }')
}

/** Other members may describe a query, but none that is a misspelled condition. */
export async function readQueries(file: string): Promise<OneQuery[]> {
  const queries = await read(file, queriesSchema, 'an array of { "filter", "orderby" }')
  for (const [index, query] of queries.entries()) {
    for (const name of Object.keys(query)) {
      const meant = nearestName(name, ['filter', 'orderby'])
      if (meant === undefined || name in querySchema.shape) continue
      throw new QueryInputError(
        `${file}: query ${index} has ${JSON.stringify(name)}. Did you mean "${meant}"?`,
      )
    }
  }
  return queries
}

async function read<T>(file: string, schema: z.ZodType<T>, shape: string): Promise<T> {
  const result = schema.safeParse(parseJson(file, await readText(file), shape))
  if (result.success) return result.data
  const place = result.error.issues[0]?.path.join('/') ?? ''
  const where = place === '' ? '' : `; what stands at ${plainText(place)} is something else`
  throw new QueryInputError(`${file} must hold ${shape}${where}.`)
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'you are not allowed to'],
])

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new QueryInputError(`${file} cannot be read: ${reasons.get(code) ?? String(code)}.`)
  }
}

const byteOrderMark = '\ufeff'

function parseJson(file: string, text: string, shape: string): unknown {
  try {
    return JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const reason = plainText(error.message)
    throw new QueryInputError(
      `${file} is no JSON: ${reason}. ${jsonHint(text)}It must hold ${shape}.`,
    )
  }
}

function jsonHint(text: string): string {
  if (text.includes('\0')) return 'Save it as UTF-8. '
  if (/^\s*\{.*\}\s*\n\s*\{/.test(text))
    return 'Put a comma behind each object, and [ ] around all. '
  return /^\s*(?:[[{]|$)/.test(text) ? '' : 'Tables (CSV) must be made JSON first. '
}
